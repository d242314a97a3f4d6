namespace Airlock.Guest.Compression.Zstd;

/// <summary>How literals are stored (RFC 8878, 3.1.1.3.1.1).</summary>
internal enum LiteralsType
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>One byte that is repeated.</summary>
    Repeat,

    /// <summary>A Huffman tree and one or four streams.</summary>
    Compressed,

    /// <summary>The tree of the block before, and one or four streams.</summary>
    Treeless,
}
