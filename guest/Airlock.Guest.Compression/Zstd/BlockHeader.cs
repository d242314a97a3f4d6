namespace Airlock.Guest.Compression.Zstd;

/// <summary>The header of a block (RFC 8878, 3.1.1.2).</summary>
internal readonly struct BlockHeader(uint value)
{
    /// <summary>In bytes.</summary>
    public const int Length = 3;

    /// <summary>Whether it is the frame's last one.</summary>
    public bool IsLast => (value & 1) != 0;

    /// <summary>How its content is stored.</summary>
    public BlockType Type => (BlockType)((value >> 1) & 3);

    /// <summary>The size of its content: compressed for a compressed block, decoded for others.</summary>
    public int Size => (int)(value >> 3);

    /// <summary>How many bytes of content follow.</summary>
    public int StoredSize => Type == BlockType.Repeat ? 1 : Size;
}
