namespace Airlock.Bench;

/// <summary>What was measured of one command.</summary>
internal sealed record RowResult
{
    public required string Name { get; init; }

    /// <summary>To the first command of the same race, round by round.</summary>
    public required Spread Ratio { get; init; }

    /// <summary>Of the only job of ours in a race of several rivals to this command, round by round.</summary>
    public Spread? JobRatio { get; init; }

    /// <summary>From start to exit.</summary>
    public required Spread Seconds { get; init; }

    public required Spread ProcessorRatio { get; init; }

    /// <summary>Seconds of processor, over all of them.</summary>
    public required Spread ProcessorSeconds { get; init; }

    /// <summary>What the row stands under, where the races of several things make one table.</summary>
    public string? Group { get; init; }

    /// <summary>Bytes copied, where the rows differ in that.</summary>
    public long? Bytes { get; init; }

    /// <summary>The largest resident set of any of its processes.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>The most that all of its processes had together; of jobs of ours only.</summary>
    public long? TogetherBytes { get; init; }

    public JobCounters? Counters { get; init; }

    /// <summary>What the computer was left with, where that was looked at.</summary>
    public Remains? Remains { get; init; }
}
