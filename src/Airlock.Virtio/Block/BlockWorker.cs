using Airlock.Memory;

namespace Airlock.Virtio.Block;

/// <summary>
/// Serves a block device in batches: small requests that wait together are taken together, those that follow each other
/// on the disk become one vectored transfer, and the driver hears of all of them at once.
/// </summary>
/// <remarks>
/// One worker is for one thread; several may serve a device at the same time. A batch ends with
/// <see cref="BatchBytes"/>, so that a large request never waits for another one, and with a few transfers or requests. Nothing
/// allocates per request.
/// </remarks>
public sealed class BlockWorker
{
    /// <summary>Bytes after which a batch takes no further request: a fraction of what the processor's caches hold.</summary>
    public const ulong BatchBytes = 256 << 10;

    /// <summary>
    /// Transfers after which a batch takes no further request: the driver hears of these, and can make new work of them for
    /// this device and others, while the next ones are done.
    /// </summary>
    private const int MaxTransfers = 4;

    /// <summary>Requests after which a batch takes no further one, for the same reason, even if they are one transfer.</summary>
    private const int MaxRequests = 16;

    private readonly BlockDevice _device;
    private readonly IoBuffers _buffers;
    private readonly BlockRequest[] _requests;

    /// <param name="device">The device to serve.</param>
    public BlockWorker(BlockDevice device)
        : this(device, MaxRequests)
    {
    }

    /// <param name="batch">The most requests that are taken together.</param>
    internal BlockWorker(BlockDevice device, int batch)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _requests = new BlockRequest[batch];
        _buffers = new IoBuffers(device.Queue.Memory, IoBuffers.MaxCount);
    }

    /// <summary>
    /// Does what there is to do, asks the driver to notify again, looks once more, and returns when it is safe to sleep
    /// until the next notification.
    /// </summary>
    /// <param name="limit">How many requests at most; having done as many, call again without waiting.</param>
    /// <returns>How many requests were done.</returns>
    public int Process(int limit = int.MaxValue)
    {
        _device.CountWakeup();
        int done = 0;
        do
        {
            _device.Queue.DisarmNotifications();
            done += TakeAll(limit - done);
        }
        while (done < limit && _device.Queue.ArmNotificationsAndLook());

        return done;
    }

    /// <summary>
    /// Does what there is to do, and leaves the driver asked not to notify: the caller will look again by itself, soon.
    /// </summary>
    public void ProcessUnnotified()
    {
        _device.CountWakeup();
        _device.Queue.DisarmNotifications();
        TakeAll(int.MaxValue);
    }

    private int TakeAll(int limit)
    {
        int done = 0;
        for (int taken = Take(limit); taken > 0; taken = Take(limit - done))
        {
            Finish(_requests.AsSpan(0, taken));
            done += taken;
        }

        return done;
    }

    private int Take(int limit)
    {
        int count = 0, transfers = 0;
        int most = Math.Min(limit, _requests.Length);
        for (ulong bytes = 0; count < most && bytes < BatchBytes && transfers < MaxTransfers; count++)
        {
            // Slots are made as they are needed: a guest with large requests needs one.
            BlockRequest request = _requests[count] ??= new BlockRequest();
            if (!_device.TryTake(request))
            {
                break;
            }

            bytes += request.TransferLength;
            transfers += count > 0 && Continues(_requests[count - 1], request) ? 0 : 1;
        }

        return count;
    }

    /// <summary>Completes even if a store breaks its promise and throws: else a reset would wait for ever.</summary>
    private void Finish(ReadOnlySpan<BlockRequest> batch)
    {
        try
        {
            Execute(batch);
        }
        catch
        {
            foreach (BlockRequest request in batch)
            {
                request.Status = BlockRequestStatus.IoError;
            }

            throw;
        }
        finally
        {
            _device.Complete(batch);
        }
    }

    private void Execute(ReadOnlySpan<BlockRequest> batch)
    {
        while (!batch.IsEmpty)
        {
            int length = LengthOfRun(batch);
            if (length == 1 || !_device.TryExecuteRun(batch[..length], _buffers))
            {
                foreach (BlockRequest request in batch[..length])
                {
                    _device.Execute(request);
                }
            }

            batch = batch[length..];
        }
    }

    /// <summary>
    /// How many requests from the first on are one stretch of the disk, read or written. No more than
    /// <see cref="BatchBytes"/>: a single request is given up between its buffers when its queue is stopped, a run isn't.
    /// </summary>
    private static int LengthOfRun(ReadOnlySpan<BlockRequest> batch)
    {
        // All lie inside the capacity, so that the end of one can't wrap.
        int length = 1;
        ulong bytes = batch[0].DataLength;
        while (length < batch.Length && Continues(batch[length - 1], batch[length])
            && (bytes += batch[length].DataLength) <= BatchBytes)
        {
            length++;
        }

        return length;
    }

    /// <summary>Whether both are read, or both written, and the second begins on the disk where the first ends.</summary>
    private static bool Continues(BlockRequest first, BlockRequest second) =>
        first.Kind == second.Kind && first.Kind is BlockRequestKind.Read or BlockRequestKind.Write
        && first.Status == BlockRequestStatus.Ok && second.Status == BlockRequestStatus.Ok
        && second.Sector == first.Sector + first.SectorCount;
}
