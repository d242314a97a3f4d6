namespace Airlock.Guest.Compression.Zstd;

/// <summary>How a block is stored (RFC 8878, 3.1.1.2.2).</summary>
internal enum BlockType
{
    /// <summary>As it is.</summary>
    Raw,

    /// <summary>One byte that is repeated.</summary>
    Repeat,

    /// <summary>Literals and sequences.</summary>
    Compressed,

    /// <summary>No block.</summary>
    Reserved,
}
