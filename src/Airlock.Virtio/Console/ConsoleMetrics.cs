namespace Airlock.Virtio.Console;

/// <summary>Counts of a console since it was made.</summary>
public readonly record struct ConsoleMetrics
{
    /// <summary>Chains taken from the transmit queue.</summary>
    public long Chains { get; init; }

    /// <summary>Bytes that were in them.</summary>
    public long Bytes { get; init; }
}
