namespace Airlock.Guest.Compression.Zstd;

/// <summary>The table of a Huffman tree.</summary>
internal readonly unsafe struct HuffmanCode(ushort* table, int log)
{
    // SAFETY: the table has 1 << log entries, so that a shift of 64 bits by Shift is an index into it.

    /// <summary>Its entries.</summary>
    public readonly ushort* Table = table;

    /// <summary>How far 64 bits are to be shifted down to be an index.</summary>
    public readonly int Shift = 64 - log;
}
