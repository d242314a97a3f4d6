namespace Airlock.Guest.Compression.Zstd;

/// <summary>What the symbols of an FSE table are.</summary>
internal enum CodeKind
{
    /// <summary>Codes of literal lengths (RFC 8878, 3.1.1.3.2.1.1).</summary>
    LiteralLengths,

    /// <summary>Codes of offsets.</summary>
    Offsets,

    /// <summary>Codes of match lengths.</summary>
    MatchLengths,

    /// <summary>Weights of a Huffman tree (4.2.1.2).</summary>
    Weights,
}
