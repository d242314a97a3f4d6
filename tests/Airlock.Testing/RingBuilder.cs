using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Testing;

/// <summary>
/// A driver's side of a split virtqueue in guest RAM. Behaves by default; every field can also be written raw, to build
/// what no honest driver would.
/// </summary>
public sealed class RingBuilder
{
    private readonly GuestMemory _memory;
    private readonly Stack<ushort> _free = new();
    private ushort _availIndex;
    private ushort _usedIndex;

    public RingBuilder(GuestMemory memory, ulong address, ushort size)
    {
        _memory = memory;
        Size = size;
        DescriptorTable = address;
        AvailRing = DescriptorTable + SplitRing.DescriptorTableLength(size);
        UsedRing = (AvailRing + SplitRing.AvailLength(size) + 3) & ~3UL;
        End = UsedRing + SplitRing.UsedLength(size);
        Clear();
    }

    public ushort Size { get; }

    public ulong DescriptorTable { get; }

    public ulong AvailRing { get; }

    public ulong UsedRing { get; }

    /// <summary>The first byte past the queue.</summary>
    public ulong End { get; }

    public QueueGeometry Geometry => new(Size, DescriptorTable, AvailRing, UsedRing);

    public int FreeDescriptors => _free.Count;

    /// <summary>The index as the device has published it.</summary>
    public ushort UsedIndex => Read<ushort>(UsedRing + SplitRing.UsedIndex);

    public ushort UsedFlags => Read<ushort>(UsedRing + SplitRing.UsedFlags);

    public bool DeviceWantsNotifications => (UsedFlags & SplitRing.UsedNoNotify) == 0;

    /// <summary>Zeroes the queue and begins with index 0, as a driver does after a reset.</summary>
    public void Clear()
    {
        if (_memory.TryGetSpan(DescriptorTable, End - DescriptorTable, out Span<byte> all))
        {
            all.Clear();
        }

        _availIndex = 0;
        _usedIndex = 0;
        _free.Clear();
        for (int i = Size - 1; i >= 0; i--)
        {
            _free.Push((ushort)i);
        }
    }

    public void WriteDescriptor(uint index, ulong address, uint length, ushort flags, ushort next) =>
        Write(
            DescriptorTable + (index * SplitRing.DescriptorLength),
            new VirtqDescriptor(address, length, flags, next));

    public ushort TakeFreeDescriptor() => _free.Pop();

    /// <summary>Lays a chain into free descriptors without making it available.</summary>
    public ushort AddChain(params ReadOnlySpan<ChainPiece> pieces)
    {
        ushort head = _free.Pop();
        ushort index = head;
        for (int i = 0; i < pieces.Length; i++)
        {
            bool last = i == pieces.Length - 1;
            ushort next = last ? (ushort)0 : _free.Pop();
            int flags = (pieces[i].Writable ? DescriptorFlags.Write : 0) | (last ? 0 : DescriptorFlags.Next);
            WriteDescriptor(index, pieces[i].Address, pieces[i].Length, (ushort)flags, next);
            index = next;
        }

        return head;
    }

    /// <summary>Puts a head into the available ring, whatever it is, and shows it to the device.</summary>
    public void MakeAvailable(ushort head)
    {
        uint slot = (uint)(_availIndex & (Size - 1));
        Write(AvailRing + SplitRing.AvailEntries + (slot * SplitRing.AvailEntryLength), head);
        SetAvailIndex((ushort)(_availIndex + 1));
    }

    /// <summary>Writes the available index raw.</summary>
    public void SetAvailIndex(ushort index)
    {
        _availIndex = index;
        Interlocked.MemoryBarrier();
        Write(AvailRing + SplitRing.AvailIndex, index);
        Interlocked.MemoryBarrier();
    }

    public void SetAvailFlags(ushort flags) => Write(AvailRing + SplitRing.AvailFlags, flags);

    /// <summary>Takes the next used entry and gives its descriptors back.</summary>
    public bool TryTakeUsed(out UsedEntry entry)
    {
        Interlocked.MemoryBarrier();
        if (UsedIndex == _usedIndex)
        {
            entry = default;
            return false;
        }

        uint slot = (uint)(_usedIndex & (Size - 1));
        VirtqUsedElement element =
            Read<VirtqUsedElement>(UsedRing + SplitRing.UsedEntries + (slot * SplitRing.UsedEntryLength));
        _usedIndex++;
        entry = new UsedEntry(element.Id, element.Length);
        Free((ushort)element.Id);
        return true;
    }

    private void Free(ushort head)
    {
        for (int steps = 0; steps < Size; steps++)
        {
            VirtqDescriptor descriptor = Read<VirtqDescriptor>(
                DescriptorTable + ((ulong)head * SplitRing.DescriptorLength));
            _free.Push(head);
            if ((descriptor.Flags & DescriptorFlags.Next) == 0)
            {
                return;
            }

            head = descriptor.Next;
        }
    }

    private T Read<T>(ulong address)
        where T : unmanaged =>
        _memory.TryRead(address, out T value) ? value : throw new InvalidOperationException("The ring is not in RAM.");

    private void Write<T>(ulong address, T value)
        where T : unmanaged
    {
        if (!_memory.TryWrite(address, value))
        {
            throw new InvalidOperationException("The ring is not in RAM.");
        }
    }
}
