using Airlock.Abi.Virtio;
using Airlock.Memory;

namespace Airlock.Virtio.Queues;

/// <summary>
/// The device's side of a split virtqueue (VIRTIO 1.2, 2.7). No threads, no notifications:
/// <see cref="DeviceVirtqueue"/> adds both.
/// </summary>
/// <remarks>
/// The guest is hostile. What it can't have meant (a jump of the index, an index out of range, a loop, a buffer outside
/// RAM) breaks the queue: the error is latched, and nothing is taken any more until <see cref="Start"/> begins anew.
/// The rings are little-endian, as are the processors this runs on.
/// </remarks>
public sealed class SplitVirtqueue
{
    // 2.7.5.2: a driver must not make a chain of more than 2^32 bytes.
    private const ulong MaxChainBytes = 1UL << 32;

    private readonly GuestMemory _memory;
    private readonly bool[] _inFlight = new bool[QueueGeometry.MaxSize];
    private GuestMemoryView _table;
    private GuestMemoryView _avail;
    private GuestMemoryView _used;
    private uint _size;

    // Own copies of both indices, free-running: what the guest writes over its copies doesn't matter.
    private ushort _nextAvail;
    private ushort _nextUsed;

    /// <summary>A queue that isn't running yet.</summary>
    /// <param name="memory">The RAM in which its parts and buffers lie.</param>
    public SplitVirtqueue(GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
    }

    /// <summary>Why the queue is broken; null while it isn't.</summary>
    public QueueError? Error { get; private set; }

    /// <summary>
    /// Chains that the driver has made available and that haven't been taken; never more than the queue holds, whatever the
    /// index says.
    /// </summary>
    public int AvailableCount => Error is null
        ? Math.Min((ushort)(_avail.LoadAcquire16(SplitRing.AvailIndex) - _nextAvail), (int)_size)
        : 0;

    /// <summary>Whether the driver has made something available that hasn't been taken.</summary>
    public bool HasAvailable => AvailableCount != 0;

    /// <summary>Begins a new life with a frozen geometry and fresh indices.</summary>
    /// <param name="geometry">Where the parts lie.</param>
    /// <returns>False, with <see cref="Error"/> set, if the geometry isn't valid.</returns>
    public bool Start(in QueueGeometry geometry)
    {
        Error = geometry.Check(_memory);
        if (Error is not null)
        {
            return false;
        }

        _size = geometry.Size;
        _nextAvail = 0;
        _nextUsed = 0;
        Array.Clear(_inFlight);
        return _memory.TryGetView(geometry.DescriptorTable, SplitRing.DescriptorTableLength(_size), out _table)
            & _memory.TryGetView(geometry.AvailRing, SplitRing.AvailLength(_size), out _avail)
            & _memory.TryGetView(geometry.UsedRing, SplitRing.UsedLength(_size), out _used);
    }

    /// <summary>Takes the next available chain, copying each descriptor once.</summary>
    /// <param name="chain">Filled if a chain was taken.</param>
    public PopResult TryPop(DescriptorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (Error is not null)
        {
            return PopResult.Broken;
        }

        // Acquire: the ring entry and the descriptors are read after the index that publishes them (2.7.13.3).
        ushort availIndex = _avail.LoadAcquire16(SplitRing.AvailIndex);
        ushort pending = (ushort)(availIndex - _nextAvail);
        if (pending == 0)
        {
            return PopResult.Empty;
        }

        if (pending > _size)
        {
            return Break(QueueFault.AvailIndexJumped, _nextAvail, availIndex);
        }

        uint slot = _nextAvail & (_size - 1);
        ushort head = _avail.LoadAcquire16(SplitRing.AvailEntries + (slot * SplitRing.AvailEntryLength));
        if (head >= _size)
        {
            return Break(QueueFault.HeadOutOfRange, slot, head);
        }

        if (_inFlight[head])
        {
            return Break(QueueFault.HeadInFlight, slot, head);
        }

        if (!CopyChain(head, chain))
        {
            return PopResult.Broken;
        }

        _nextAvail++;
        _inFlight[head] = true;
        return PopResult.Taken;
    }

    /// <summary>Puts a used chain into the ring, unseen by the driver until <see cref="Publish"/>.</summary>
    /// <param name="chain">A chain taken in this life of the queue, and not yet given back.</param>
    public void AddUsed(DescriptorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        uint slot = _nextUsed & (_size - 1);
        var element = new VirtqUsedElement(chain.Head, chain.Written);
        _used.Write(SplitRing.UsedEntries + (slot * SplitRing.UsedEntryLength), element);
        _inFlight[chain.Head] = false;
        _nextUsed++;
    }

    /// <summary>Shows the driver all chains added since the last time.</summary>
    /// <returns>Whether the driver wants to be interrupted for them.</returns>
    public bool Publish()
    {
        // Release: the buffers and the entries are visible before the index that publishes them (2.7.14).
        _used.StoreRelease16(SplitRing.UsedIndex, _nextUsed);

        // Full fence: the index is visible before the flag is read. The driver clears the flag, then looks at the
        // index: one of the two sees the other's write (2.7.7.2).
        Interlocked.MemoryBarrier();
        return (_avail.LoadAcquire16(SplitRing.AvailFlags) & SplitRing.AvailNoInterrupt) == 0;
    }

    /// <summary>Tells the driver that notifications are of no use now: the device looks by itself (2.7.10).</summary>
    public void DisarmNotifications() => _used.StoreRelease16(SplitRing.UsedFlags, SplitRing.UsedNoNotify);

    /// <summary>Asks for notifications again, then looks whether something has come meanwhile.</summary>
    /// <returns>Whether there is something to take; if not, the driver's next chain brings a notification.</returns>
    public bool ArmNotificationsAndLook()
    {
        _used.StoreRelease16(SplitRing.UsedFlags, 0);

        // Full fence: the flag is visible before the index is read. The driver writes its index, then looks at the
        // flag: one of the two sees the other's write (2.7.13.4.1).
        Interlocked.MemoryBarrier();
        return Error is not null || _avail.LoadAcquire16(SplitRing.AvailIndex) != _nextAvail;
    }

    /// <summary>
    /// Follows a chain for at most as many steps as the queue has descriptors, which no loop survives.
    /// </summary>
    private bool CopyChain(ushort head, DescriptorChain chain)
    {
        chain.Begin(head);
        ushort index = head;
        bool writableSeen = false;
        for (uint steps = 0; steps < _size; steps++)
        {
            VirtqDescriptor descriptor = _table.Read<VirtqDescriptor>(index * SplitRing.DescriptorLength);
            bool writable = (descriptor.Flags & DescriptorFlags.Write) != 0;
            if (Judge(descriptor, writable, writableSeen) is { } fault)
            {
                return BreakChain(fault, index, descriptor.Address);
            }

            chain.Append(descriptor.Address, descriptor.Length, writable);
            writableSeen = writable;
            ulong total = chain.ReadableBytes + chain.WritableBytes;
            if (total > MaxChainBytes)
            {
                return BreakChain(QueueFault.ChainTooLarge, index, total);
            }

            if ((descriptor.Flags & DescriptorFlags.Next) == 0)
            {
                return true;
            }

            if (descriptor.Next >= _size)
            {
                return BreakChain(QueueFault.NextOutOfRange, index, descriptor.Next);
            }

            index = descriptor.Next;
        }

        return BreakChain(QueueFault.ChainTooLong, head, _size);
    }

    /// <summary>What is wrong with one descriptor by itself. An empty buffer is legal, wherever it points.</summary>
    private QueueFault? Judge(in VirtqDescriptor descriptor, bool writable, bool writableSeen)
    {
        if ((descriptor.Flags & DescriptorFlags.Indirect) != 0)
        {
            return QueueFault.IndirectNotNegotiated;
        }

        if (writableSeen && !writable)
        {
            return QueueFault.ReadableAfterWritable;
        }

        bool inside = descriptor.Length == 0 || _memory.Contains(descriptor.Address, descriptor.Length);
        return inside ? null : QueueFault.BufferOutsideRam;
    }

    private bool BreakChain(QueueFault fault, ulong where, ulong value)
    {
        Break(fault, where, value);
        return false;
    }

    private PopResult Break(QueueFault fault, ulong where, ulong value)
    {
        Error = new QueueError(fault, where, value);
        return PopResult.Broken;
    }
}
