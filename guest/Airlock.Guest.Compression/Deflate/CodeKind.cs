namespace Airlock.Guest.Compression.Deflate;

/// <summary>What a code's symbols are.</summary>
internal enum CodeKind
{
    /// <summary>Code lengths (RFC 1951, 3.2.7).</summary>
    Precode,

    /// <summary>Literals, lengths and the end of the block (3.2.5).</summary>
    Literals,

    /// <summary>Distances (3.2.5).</summary>
    Distances,
}
