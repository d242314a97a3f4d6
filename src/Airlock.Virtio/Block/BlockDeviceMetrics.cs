namespace Airlock.Virtio.Block;

/// <summary>Counts of a block device since it was made.</summary>
public readonly record struct BlockDeviceMetrics
{
    /// <summary>Reads answered, well or not.</summary>
    public long Reads { get; init; }

    /// <summary>Writes answered, well or not.</summary>
    public long Writes { get; init; }

    /// <summary>Flushes answered, well or not.</summary>
    public long Flushes { get; init; }

    /// <summary>Requests for zeroes answered, well or not.</summary>
    public long ZeroWrites { get; init; }

    /// <summary>Extent queries answered, well or not.</summary>
    public long ExtentQueries { get; init; }

    /// <summary>Requests of any other type.</summary>
    public long Others { get; init; }

    /// <summary>Chains that were no request, and were given back with length 0.</summary>
    public long Malformed { get; init; }

    /// <summary>Bytes of data read successfully.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of data written successfully.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Bytes zeroed successfully.</summary>
    public long BytesZeroed { get; init; }

    /// <summary>Requests answered with IOERR or UNSUPP.</summary>
    public long Errors { get; init; }

    /// <summary>How often a worker was woken to look at the queue.</summary>
    public long Wakeups { get; init; }

    /// <summary>Requests taken and not yet completed, now.</summary>
    public int InFlight { get; init; }

    /// <summary>The counts of two devices together.</summary>
    public static BlockDeviceMetrics operator +(BlockDeviceMetrics left, BlockDeviceMetrics right) => new()
    {
        Reads = left.Reads + right.Reads,
        Writes = left.Writes + right.Writes,
        Flushes = left.Flushes + right.Flushes,
        ZeroWrites = left.ZeroWrites + right.ZeroWrites,
        ExtentQueries = left.ExtentQueries + right.ExtentQueries,
        Others = left.Others + right.Others,
        Malformed = left.Malformed + right.Malformed,
        BytesRead = left.BytesRead + right.BytesRead,
        BytesWritten = left.BytesWritten + right.BytesWritten,
        BytesZeroed = left.BytesZeroed + right.BytesZeroed,
        Errors = left.Errors + right.Errors,
        Wakeups = left.Wakeups + right.Wakeups,
        InFlight = left.InFlight + right.InFlight,
    };

    /// <inheritdoc cref="op_Addition"/>
    public static BlockDeviceMetrics Add(BlockDeviceMetrics left, BlockDeviceMetrics right) => left + right;
}
