using Airlock.Abi.Virtio;

namespace Airlock.Virtio.Block;

/// <summary>The running counts behind <see cref="BlockDeviceMetrics"/>; changed by any thread.</summary>
internal sealed class BlockCounters
{
    private long _reads;
    private long _writes;
    private long _flushes;
    private long _zeroWrites;
    private long _extentQueries;
    private long _others;
    private long _malformed;
    private long _bytesRead;
    private long _bytesWritten;
    private long _bytesZeroed;
    private long _errors;
    private long _wakeups;

    public void CountWakeup() => Interlocked.Increment(ref _wakeups);

    public void Count(BlockRequest request)
    {
        Interlocked.Increment(ref CounterOf(request.Kind));
        if (request.Status != BlockRequestStatus.Ok)
        {
            Interlocked.Increment(ref _errors);
        }
        else if (request.Kind == BlockRequestKind.Read)
        {
            Interlocked.Add(ref _bytesRead, (long)request.DataLength);
        }
        else if (request.Kind == BlockRequestKind.Write)
        {
            Interlocked.Add(ref _bytesWritten, (long)request.DataLength);
        }
        else if (request.Kind == BlockRequestKind.WriteZeroes)
        {
            Interlocked.Add(ref _bytesZeroed, (long)request.SectorCount << BlockConfig.SectorShift);
        }
    }

    public BlockDeviceMetrics Snapshot(int inFlight) => new()
    {
        Reads = Interlocked.Read(ref _reads),
        Writes = Interlocked.Read(ref _writes),
        Flushes = Interlocked.Read(ref _flushes),
        ZeroWrites = Interlocked.Read(ref _zeroWrites),
        ExtentQueries = Interlocked.Read(ref _extentQueries),
        Others = Interlocked.Read(ref _others),
        Malformed = Interlocked.Read(ref _malformed),
        BytesRead = Interlocked.Read(ref _bytesRead),
        BytesWritten = Interlocked.Read(ref _bytesWritten),
        BytesZeroed = Interlocked.Read(ref _bytesZeroed),
        Errors = Interlocked.Read(ref _errors),
        Wakeups = Interlocked.Read(ref _wakeups),
        InFlight = inFlight,
    };

    private ref long CounterOf(BlockRequestKind kind)
    {
        switch (kind)
        {
            case BlockRequestKind.Read:
                return ref _reads;
            case BlockRequestKind.Write:
                return ref _writes;
            case BlockRequestKind.Flush:
                return ref _flushes;
            case BlockRequestKind.WriteZeroes:
                return ref _zeroWrites;
            case BlockRequestKind.GetExtents:
                return ref _extentQueries;
            case BlockRequestKind.Malformed:
                return ref _malformed;
            default:
                return ref _others;
        }
    }
}
