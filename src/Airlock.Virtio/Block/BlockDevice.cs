using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Block;

/// <summary>
/// A virtio block device (VIRTIO 1.2, 5.2): takes requests from its queue, has them done by a store, gives them back.
/// </summary>
/// <remarks>
/// It has no thread of its own. Any number of <see cref="BlockWorker"/>s, each with slots of its own, take, execute and
/// complete requests at the same time; the I/O runs outside of any lock. Nothing allocates per request.
/// </remarks>
public sealed class BlockDevice : IVirtioDevice
{
    /// <summary>Bytes: so much at most is zeroed at once, between two looks at whether the queue is being stopped.</summary>
    public const ulong ZeroPiece = 8 << 20;

    private readonly IBlockStore _store;

    // Each is there if its feature is offered; if the driver hasn't taken it the parser lets no such request through.
    private readonly IZeroableStore? _zeroable;
    private readonly ExtentList? _extents;
    private readonly IBlockEvents _events;
    private readonly GuestMemory _memory;
    private readonly BlockRequestParser _parser;
    private readonly BlockCounters _counters = new();
    private readonly DeviceVirtqueue[] _queues;
    private readonly BlockIdentity _identity;

    /// <summary>Makes a device without transport; a <see cref="VirtioMmioTransport"/> gives it one.</summary>
    /// <param name="memory">The guest's RAM.</param>
    /// <param name="store">
    /// What lies behind the device; capacity and read-only are read once, here. One that is an <see cref="IExtentSource"/>
    /// or an <see cref="IZeroableStore"/> makes the device offer the feature that belongs to it.
    /// </param>
    /// <param name="options">What to offer.</param>
    /// <param name="events">Hears of completed requests.</param>
    public BlockDevice(GuestMemory memory, IBlockStore store, BlockDeviceOptions options, IBlockEvents events)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(events);
        _memory = memory;
        _store = store;
        _events = events;
        _zeroable = store as IZeroableStore;
        _identity = new BlockIdentity(store, options);
        _extents = store is IExtentSource source ? new ExtentList(source, Capacity) : null;
        _parser = new BlockRequestParser(memory, Capacity, IsReadOnly);
        _queues = [new DeviceVirtqueue(memory)];
    }

    /// <summary>Sectors of 512 bytes.</summary>
    public ulong Capacity => _identity.Capacity;

    /// <summary>Whether writes are refused.</summary>
    public bool IsReadOnly => _identity.IsReadOnly;

    /// <inheritdoc/>
    public uint DeviceId => Abi.Virtio.DeviceId.Block;

    /// <inheritdoc/>
    public ulong Features => _identity.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Config => _identity.Config;

    /// <inheritdoc/>
    public ReadOnlySpan<DeviceVirtqueue> Queues => _queues;

    /// <summary>The request queue, the only one (VIRTIO 1.2, 5.2.2).</summary>
    public DeviceVirtqueue Queue => _queues[0];

    /// <inheritdoc/>
    public void Begin(ulong driverFeatures) => _parser.Features = driverFeatures;

    /// <summary>What has happened so far.</summary>
    public BlockDeviceMetrics Metrics => _counters.Snapshot(Queue.InFlight);

    /// <summary>Takes the next request. Whoever gets one has to complete it, or a reset waits for ever.</summary>
    /// <param name="slot">A slot without a request in it.</param>
    /// <returns>Whether there was one.</returns>
    internal bool TryTake(BlockRequest slot)
    {
        if (!Queue.TryTake(slot.Chain))
        {
            return false;
        }

        _parser.Parse(slot);
        return true;
    }

    /// <summary>Does a taken request's I/O and writes its status byte; the driver doesn't hear of it yet.</summary>
    /// <param name="slot">A taken request.</param>
    internal void Execute(BlockRequest slot)
    {
        if (slot.Kind == BlockRequestKind.Malformed)
        {
            return;
        }

        // On error nothing counts as written but the status.
        uint written = slot.Status == BlockRequestStatus.Ok ? Perform(slot) : 0;
        Answer(slot, written);
    }

    /// <summary>
    /// Does the I/O of taken requests that follow each other on the disk, all reads or all writes, in one transfer.
    /// </summary>
    /// <param name="run">Taken requests, none of which has failed yet.</param>
    /// <param name="buffers">Room for their data; what was in it is forgotten.</param>
    /// <returns>False if it didn't work out: nothing has been answered, and each has to be executed by itself.</returns>
    internal bool TryExecuteRun(ReadOnlySpan<BlockRequest> run, IoBuffers buffers)
    {
        buffers.Clear();
        if (!Queue.IsCurrent(run[0].Chain))
        {
            return false;
        }

        foreach (BlockRequest slot in run)
        {
            foreach (BufferSegment segment in slot.Data)
            {
                if (!buffers.TryAdd(segment.Address, segment.Length))
                {
                    return false;
                }
            }
        }

        ulong offset = run[0].Sector << BlockConfig.SectorShift;
        StoreResult result = run[0].Kind == BlockRequestKind.Read
            ? _store.Read(offset, buffers) : _store.Write(offset, buffers);
        if (!result.IsOk)
        {
            return false;
        }

        foreach (BlockRequest slot in run)
        {
            Answer(slot, slot.Kind == BlockRequestKind.Read ? (uint)slot.DataLength : 0);
        }

        return true;
    }

    /// <summary>Gives executed requests back to the driver, all at once.</summary>
    /// <param name="slots">Executed requests; the slots are free afterwards.</param>
    internal void Complete(ReadOnlySpan<BlockRequest> slots)
    {
        foreach (BlockRequest slot in slots)
        {
            _counters.Count(slot);
            _events.RequestCompleted(
                new BlockCompletion(slot.Kind, slot.Status, slot.Sector, slot.SectorCount, slot.Result.Errno));
        }

        Queue.Complete(slots);
    }

    internal void CountWakeup() => _counters.CountWakeup();

    /// <summary>
    /// Writes the status byte, and notes how much of the chain is written without a gap from its first byte on, which is all
    /// that a driver may rely on (2.7.8.2): the status is the last byte, and counts only if all bytes before it do.
    /// </summary>
    private void Answer(BlockRequest slot, uint written)
    {
        bool isStatusWritten = _memory.TryWrite(slot.StatusAddress, (byte)slot.Status);
        bool isWhole = written == slot.Chain.WritableBytes - BlockStatus.Length;
        slot.Chain.Written = isStatusWritten && isWhole ? written + BlockStatus.Length : written;

        GC.KeepAlive(_memory);
    }

    /// <summary>Executes a request that has passed all checks.</summary>
    /// <returns>Bytes written into guest RAM, the status apart.</returns>
    private uint Perform(BlockRequest slot)
    {
        // A queue that is being stopped waits for us: nobody wants what isn't done yet.
        if (!Queue.IsCurrent(slot.Chain))
        {
            slot.Status = BlockRequestStatus.IoError;
            return 0;
        }

        if (slot.Kind == BlockRequestKind.GetId)
        {
            return Scatter(slot, _identity.Id);
        }

        if (slot.Kind == BlockRequestKind.GetExtents)
        {
            return AnswerExtents(slot);
        }

        // A read-only device has nothing to flush, and says so with success.
        bool nothingToFlush = slot.Kind == BlockRequestKind.Flush && IsReadOnly;
        slot.Result = slot.Kind switch
        {
            _ when nothingToFlush => StoreResult.Ok,
            BlockRequestKind.Flush => _store.Flush(),
            BlockRequestKind.WriteZeroes => ZeroOut(slot),
            _ => Transfer(slot),
        };
        if (!slot.Result.IsOk)
        {
            slot.Status = BlockRequestStatus.IoError;
            return 0;
        }

        // A chain holds up to 2^32 bytes, header and status among them: this fits.
        return slot.Kind == BlockRequestKind.Read && slot.Status == BlockRequestStatus.Ok ? (uint)slot.DataLength : 0;
    }

    private StoreResult Transfer(BlockRequest slot)
    {
        ulong offset = slot.Sector << BlockConfig.SectorShift;
        foreach (BufferSegment segment in slot.Data)
        {
            if (!Queue.IsCurrent(slot.Chain)
                || !_memory.TryGetSpan(segment.Address, segment.Length, out Span<byte> bytes))
            {
                slot.Status = BlockRequestStatus.IoError;
                break;
            }

            StoreResult result = slot.Kind == BlockRequestKind.Read
                ? _store.Read(offset, bytes) : _store.Write(offset, bytes);
            if (!result.IsOk)
            {
                return result;
            }

            offset += segment.Length;
        }

        return StoreResult.Ok;
    }

    private StoreResult ZeroOut(BlockRequest slot)
    {
        ulong offset = slot.Sector << BlockConfig.SectorShift;
        ulong left = slot.SectorCount << BlockConfig.SectorShift;
        while (left > 0)
        {
            if (!Queue.IsCurrent(slot.Chain))
            {
                slot.Status = BlockRequestStatus.IoError;
                break;
            }

            ulong piece = Math.Min(left, ZeroPiece);
            StoreResult result = _zeroable!.WriteZeroes(offset, piece, slot.MayUnmap);
            if (!result.IsOk)
            {
                return result;
            }

            offset += piece;
            left -= piece;
        }

        return StoreResult.Ok;
    }

    private uint AnswerExtents(BlockRequest slot)
    {
        Span<byte> answer = stackalloc byte[(int)(BlockExtent.MaxCount * BlockExtent.Length)];
        answer = answer[..(int)slot.DataLength]; // the parser has seen to it that it fits
        slot.Result = _extents!.Fill(slot.Sector, answer, Queue, slot.Chain);
        if (!slot.Result.IsOk || !Queue.IsCurrent(slot.Chain))
        {
            slot.Status = BlockRequestStatus.IoError;
            return 0;
        }

        return Scatter(slot, answer);
    }

    /// <summary>Copies an answer into a request's buffers, as much of it as there is room for.</summary>
    /// <returns>Bytes written.</returns>
    private uint Scatter(BlockRequest slot, ReadOnlySpan<byte> answer)
    {
        ReadOnlySpan<byte> rest = answer;
        foreach (BufferSegment segment in slot.Data)
        {
            int length = (int)Math.Min(segment.Length, (uint)rest.Length);
            if (length > 0 && _memory.TryGetSpan(segment.Address, (uint)length, out Span<byte> target))
            {
                rest[..length].CopyTo(target);
                rest = rest[length..];
            }
        }

        return (uint)(answer.Length - rest.Length);
    }
}
