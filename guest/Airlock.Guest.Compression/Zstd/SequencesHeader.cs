using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Reads how many sequences a block has, and the tables of their codes (RFC 8878, 3.1.1.3.2.1).</summary>
internal static class SequencesHeader
{
    private const int ShortCounts = 128;
    private const int LongCount = 255;
    private const int LongCountBase = 0x7f00;

    /// <summary>Reads it; with no sequences the block ends here.</summary>
    public static ZstdStatus Read(ref SourceBytes source, ZstdAreas areas, ref FrameState frame, out int count)
    {
        if (!TryReadCount(ref source, out count))
        {
            return ZstdStatus.BadSequencesHeader;
        }

        if (count == 0)
        {
            return source.Left == 0 ? ZstdStatus.Done : ZstdStatus.BadSequencesHeader;
        }

        return source.TryByte(out int modes) && (modes & 3) == 0
            ? ReadTables(ref source, areas, ref frame, modes)
            : ZstdStatus.BadSequencesHeader;
    }

    private static bool TryReadCount(ref SourceBytes source, out int count)
    {
        if (!source.TryByte(out count))
        {
            return false;
        }

        if (count < ShortCounts)
        {
            return true;
        }

        bool isLong = count == LongCount;
        bool isThere = source.TryNumber(isLong ? 2 : 1, out ulong low);
        count = (int)low + (isLong ? LongCountBase : (count - ShortCounts) << 8);
        return isThere;
    }

    private static ZstdStatus ReadTables(ref SourceBytes source, ZstdAreas areas, ref FrameState frame, int modes)
    {
        var tables = new SequenceTables(areas);
        ZstdStatus status = tables.Read(ref source, modes >> 6, CodeKind.LiteralLengths, ref frame.LiteralLengthLog);
        if (status == ZstdStatus.Done)
        {
            status = tables.Read(ref source, modes >> 4, CodeKind.Offsets, ref frame.OffsetLog);
        }

        if (status == ZstdStatus.Done)
        {
            status = tables.Read(ref source, modes >> 2, CodeKind.MatchLengths, ref frame.MatchLengthLog);
        }

        return status;
    }
}
