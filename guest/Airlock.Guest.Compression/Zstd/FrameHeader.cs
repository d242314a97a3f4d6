using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The header of a frame behind its magic number (RFC 8878, 3.1.1.1).</summary>
internal readonly struct FrameHeader
{
    private const int MinWindowLog = 10;

    private FrameHeader(int descriptor, ulong window, ulong contentSize)
    {
        HasChecksum = (descriptor & 4) != 0;
        HasContentSize = descriptor >> 6 != 0 || (descriptor & 0x20) != 0;
        Window = window;
        ContentSize = contentSize;
    }

    /// <summary>Whether a checksum follows the blocks.</summary>
    public bool HasChecksum { get; }

    /// <summary>Whether it says how long the content is.</summary>
    public bool HasContentSize { get; }

    /// <summary>How far back a match may start, in bytes.</summary>
    public ulong Window { get; }

    /// <summary>The content's length in bytes, if it is there.</summary>
    public ulong ContentSize { get; }

    /// <summary>Reads a header as a whole, or says why not.</summary>
    public static ZstdStatus Read(ref SourceBytes source, out FrameHeader header)
    {
        header = default;
        if (!source.TryByte(out int descriptor))
        {
            return ZstdStatus.NeedInput;
        }

        if ((descriptor & 8) != 0)
        {
            return ZstdStatus.ReservedBit;
        }

        bool isSingleSegment = (descriptor & 0x20) != 0;
        ulong window = 0;
        if (!isSingleSegment && !TryReadWindow(ref source, out window))
        {
            return ZstdStatus.NeedInput;
        }

        int dictionaryLength = (1 << (descriptor & 3)) >> 1;
        if (!source.TryNumber(dictionaryLength, out ulong dictionary)
            || !TryReadContentSize(ref source, descriptor, out ulong contentSize))
        {
            return ZstdStatus.NeedInput;
        }

        header = new FrameHeader(descriptor, isSingleSegment ? contentSize : window, contentSize);
        return dictionary != 0 ? ZstdStatus.NeedsDictionary
            : header.Window > ZstdDecoder.MaxWindow ? ZstdStatus.WindowTooLarge
            : ZstdStatus.Done;
    }

    // 3.1.1.1.2.
    private static bool TryReadWindow(ref SourceBytes source, out ulong window)
    {
        bool isThere = source.TryByte(out int descriptor);
        ulong windowBase = 1UL << (MinWindowLog + (descriptor >> 3));
        window = windowBase + ((windowBase >> 3) * (ulong)(descriptor & 7));
        return isThere;
    }

    // 3.1.1.1.4: two bytes start at 256.
    private static bool TryReadContentSize(ref SourceBytes source, int descriptor, out ulong size)
    {
        int flag = descriptor >> 6;
        int length = flag == 0 ? (descriptor >> 5) & 1 : 1 << flag;
        bool isThere = source.TryNumber(length, out size);
        size += length == 2 ? 256u : 0;
        return isThere;
    }
}
