using System;
using System.Threading;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Virtio;

/// <summary>
/// The driver's side of a split virtqueue (VIRTIO 1.2, 2.7). It keeps its own indices, only ever writes the descriptor
/// table and the available ring, and believes nothing that the device writes into the used ring before checking it.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal unsafe struct SplitQueue<TPlatform>
    where TPlatform : struct, IPlatform
{
    // SAFETY: three parts of the device's queue area, which nothing else in the guest uses; each index below is masked
    // or bounded by the queue's size, for which QueueArea has room.
    private readonly VirtqDescriptor* _descriptors;
    private readonly byte* _available;
    private readonly byte* _used;
    private readonly ushort _mask;

    // Free-running, as 2.7.6 and 2.7.8 want them: they wrap at 65536, not at the queue's size.
    private ushort _nextAvailable;
    private ushort _published;
    private ushort _nextUsed;
    private ushort _outstanding;

    /// <summary>An empty queue of <paramref name="size"/> descriptors, a power of two.</summary>
    public SplitQueue(in QueueArea area, uint size, CompletionMode mode)
    {
        _descriptors = (VirtqDescriptor*)TPlatform.Ram(area.Descriptors);
        _available = TPlatform.Ram(area.Available);
        _used = TPlatform.Ram(area.Used);
        _mask = (ushort)(size - 1);
        new Span<byte>(_available, (int)SplitRing.AvailLength(size)).Clear();
        new Span<byte>(_used, (int)SplitRing.UsedLength(size)).Clear();

        // 2.7.7.1: EVENT_IDX is never accepted, so the flag says whether the driver wants to be interrupted.
        bool isPolled = mode == CompletionMode.Polled;
        *(ushort*)(_available + SplitRing.AvailFlags) = isPolled ? SplitRing.AvailNoInterrupt : (ushort)0;
    }

    /// <summary>Whether the device has used a buffer that <see cref="TryTakeUsed"/> hasn't seen.</summary>
    public readonly bool HasUsed => UsedIndex() != _nextUsed;

    /// <summary>Whether chains are with the device.</summary>
    public readonly bool IsBusy => _outstanding != 0;

    /// <summary>Writes descriptor <paramref name="index"/>; its chain must not be outstanding.</summary>
    public readonly void SetDescriptor(uint index, in VirtqDescriptor descriptor) =>
        _descriptors[index & _mask] = descriptor;

    /// <summary>Puts a chain into the available ring. The device sees it after <see cref="Publish"/>.</summary>
    public void Add(ushort head)
    {
        ((ushort*)(_available + SplitRing.AvailEntries))[_nextAvailable & _mask] = head;
        _nextAvailable++;
        _outstanding++;
    }

    /// <summary>Shows the device all chains added since the last call; true if it wants to be notified.</summary>
    public bool Publish()
    {
        if (_published == _nextAvailable)
        {
            return false;
        }

        // Release: descriptors, headers and ring entries are visible before the index that covers them (2.7.13.3).
        Volatile.Write(ref *(ushort*)(_available + SplitRing.AvailIndex), _nextAvailable);
        _published = _nextAvailable;

        // Full fence: the index must be visible before the flag is read (2.7.13.4.1), or both sides go to sleep:
        // the device has just looked at the old index, and the driver reads the flag from before it says "notify me".
        Interlocked.MemoryBarrier();
        ushort flags = Volatile.Read(ref *(ushort*)(_used + SplitRing.UsedFlags));
        return (flags & SplitRing.UsedNoNotify) == 0;
    }

    /// <summary>
    /// Takes the next element of the used ring, if there is one. The caller checks what is in it.
    /// </summary>
    /// <param name="element">A private copy of the element.</param>
    /// <param name="error"><see cref="DriverError.UsedIndexJump"/> when the index can't be true.</param>
    public bool TryTakeUsed(out VirtqUsedElement element, out DriverError error)
    {
        element = default;
        error = DriverError.None;
        ushort count = (ushort)(UsedIndex() - _nextUsed);
        if (count == 0)
        {
            return false;
        }

        if (count > _outstanding)
        {
            error = DriverError.UsedIndexJump;
            return false;
        }

        element = ReadElement((uint)_nextUsed & _mask);
        _nextUsed++;
        _outstanding--;
        return true;
    }

    /// <summary>Acquire: what the device wrote before it moved the index is visible after this (2.7.14).</summary>
    private readonly ushort UsedIndex() => Volatile.Read(ref *(ushort*)(_used + SplitRing.UsedIndex));

    /// <summary>Each field is read once: what is checked is what is used.</summary>
    private readonly VirtqUsedElement ReadElement(uint index)
    {
        var entry = (uint*)(_used + SplitRing.UsedEntries + (SplitRing.UsedEntryLength * index));
        return new VirtqUsedElement(Volatile.Read(ref entry[0]), Volatile.Read(ref entry[1]));
    }
}
