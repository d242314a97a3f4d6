namespace Airlock.Guest.Compression.Zstd;

/// <summary>Literals to copy, then a match (RFC 8878, 3.1.1.4).</summary>
internal struct Sequence
{
    /// <summary>How many literals.</summary>
    public uint Literals;

    /// <summary>The length of the match.</summary>
    public uint Match;

    /// <summary>The offset value: over 3 an offset, otherwise one of the last ones.</summary>
    public uint Offset;
}
