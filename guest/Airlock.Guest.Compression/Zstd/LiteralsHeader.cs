using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The header of a block's literals (RFC 8878, 3.1.1.3.1.1).</summary>
internal readonly struct LiteralsHeader
{
    private LiteralsHeader(LiteralsType type, bool hasFourStreams, int size, int storedSize)
    {
        Type = type;
        HasFourStreams = hasFourStreams;
        Size = size;
        StoredSize = storedSize;
    }

    /// <summary>How they are stored.</summary>
    public LiteralsType Type { get; }

    /// <summary>Whether coded ones are in four streams.</summary>
    public bool HasFourStreams { get; }

    /// <summary>How many there are.</summary>
    public int Size { get; }

    /// <summary>How many bytes of the block they take, a Huffman tree included.</summary>
    public int StoredSize { get; }

    /// <summary>Reads a header; false if the block ends before.</summary>
    public static bool TryRead(ref SourceBytes source, out LiteralsHeader header)
    {
        header = default;
        if (source.Left == 0)
        {
            return false;
        }

        int first = source.Rest[0];
        var type = (LiteralsType)(first & 3);
        int format = (first >> 2) & 3;
        return type is LiteralsType.Raw or LiteralsType.Repeat
            ? TryReadPlain(ref source, type, format, out header)
            : TryReadCoded(ref source, type, format, out header);
    }

    /// <summary>5, 12 or 20 bits of size behind 3 or 4 bits.</summary>
    private static bool TryReadPlain(ref SourceBytes source, LiteralsType type, int format, out LiteralsHeader header)
    {
        int length = (format & 1) == 0 ? 1 : (format + 3) / 2;
        bool isThere = source.TryNumber(length, out ulong value);
        int size = (int)(value >> (length == 1 ? 3 : 4));
        header = new LiteralsHeader(type, hasFourStreams: false, size, type == LiteralsType.Repeat ? 1 : size);
        return isThere;
    }

    /// <summary>Twice 10, 14 or 18 bits of size behind 4 bits.</summary>
    private static bool TryReadCoded(ref SourceBytes source, LiteralsType type, int format, out LiteralsHeader header)
    {
        int length = format < 2 ? 3 : format + 2;
        int width = format < 2 ? 10 : (4 * format) + 6;
        bool isThere = source.TryNumber(length, out ulong value);
        int mask = (1 << width) - 1;
        int size = (int)(value >> 4) & mask;
        header = new LiteralsHeader(type, format != 0, size, (int)(value >> (4 + width)) & mask);
        return isThere;
    }
}
