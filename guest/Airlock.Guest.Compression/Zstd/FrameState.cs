namespace Airlock.Guest.Compression.Zstd;

/// <summary>What blocks of a frame leave to the next ones.</summary>
internal struct FrameState
{
    /// <summary>Where the frame's output begins.</summary>
    public int Start;

    /// <summary>The largest block, in bytes.</summary>
    public int MaxBlock;

    /// <summary>The bits of the Huffman table's index; 0 if there is no table.</summary>
    public int HuffmanLog;

    /// <summary>The bits of the index of the table of literal lengths, or SequenceTables.None.</summary>
    public int LiteralLengthLog;

    /// <summary>The same of the table of offsets.</summary>
    public int OffsetLog;

    /// <summary>The same of the table of match lengths.</summary>
    public int MatchLengthLog;

    /// <summary>The last offsets.</summary>
    public OffsetHistory Offsets;
}
