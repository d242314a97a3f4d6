using System;
using System.Numerics;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The header of a dynamic VHD, and the place of its block table (VHD 1.0, "Dynamic Disk Header Format").
/// </summary>
internal static class VhdDynamicHeader
{
    private const int Length = 1024;
    private const int ChecksumOffset = 36;
    private const int ParentNameOffset = 64;
    private const int ParentNameLength = 512;
    private const uint KnownVersion = 0x10000;
    private const uint MinBlockSize = 512;
    private const uint MaxBlockSize = 256 << 20;
    private const ulong UsualMaxEntries = 1 << 23;
    private const ulong SpareEntries = 1024;
    private const ulong EntrySize = 4;

    private static ReadOnlySpan<byte> Cookie => "cxsparse"u8;

    /// <summary>Checks what <paramref name="footer"/> leads to.</summary>
    public static FormatStatus Inspect<TSource>(
        Inspection<TSource> inspection, in VhdFooter footer, ref BlockMap<VhdTable> map)
        where TSource : struct, IByteSource
    {
        ulong place = footer.DataOffset;
        if (!inspection.IsInside(place, Length))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "data_offset"u8, place, inspection.Length, 16);
            return FormatStatus.Answered;
        }

        if (place < VhdFooter.Length || FileRange.Overlap(place, Length, EndOf(inspection), VhdFooter.Length))
        {
            inspection.Refuse(RefusalClass.RefusalOverlap, "data_offset"u8, place, VhdFooter.Length, 16);
            return FormatStatus.Answered;
        }

        Span<byte> header = stackalloc byte[Length];
        if (!inspection.TryRead(place, header))
        {
            return FormatStatus.ReadFailed;
        }

        if (!header.Slice(0, Cookie.Length).SequenceEqual(Cookie))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "cxsparse"u8, BigEndian.UInt64(header, 0), 0, place);
        }

        uint checksum = BigEndian.UInt32(header, ChecksumOffset);
        uint expected = VhdFooter.Checksum(header, ChecksumOffset);
        if (checksum != expected)
        {
            return inspection.Stop(
                RefusalClass.RefusalChecksum, "header_checksum"u8, checksum, expected, place + ChecksumOffset);
        }

        ReportParent(inspection, footer, header);
        return Check(inspection, header, place, ref map);
    }

    private static ulong EndOf<TSource>(Inspection<TSource> inspection)
        where TSource : struct, IByteSource => inspection.Length - VhdFooter.Length;

    private static void ReportParent<TSource>(
        Inspection<TSource> inspection, in VhdFooter footer, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        if (footer.Type == VhdFooter.Differencing)
        {
            Span<byte> buffer = stackalloc byte[FixedString1024.Capacity];
            ReadOnlySpan<byte> name = EscapedName.WriteUtf16(
                header.Slice(ParentNameOffset, ParentNameLength), isBigEndian: true, buffer);
            inspection.Info.VhdInfo.ParentName.TrySet(name);
            inspection.Explain(RefusalClass.RefusalExternal, name);
        }
    }

    private static FormatStatus Check<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> header, ulong place, ref BlockMap<VhdTable> map)
        where TSource : struct, IByteSource
    {
        uint version = BigEndian.UInt32(header, 24);
        if (version != KnownVersion)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "header_version"u8, version, KnownVersion, place + 24);
            return FormatStatus.Answered;
        }

        uint blockSize = BigEndian.UInt32(header, 32);
        inspection.Info.VhdInfo.BlockSize = blockSize;
        inspection.Info.ClusterSize = blockSize;
        if (!BitOperations.IsPow2(blockSize) || blockSize is < MinBlockSize or > MaxBlockSize)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "block_size"u8, blockSize, MaxBlockSize, place + 32);
        }

        return CheckTable(inspection, header, place, ref map);
    }

    private static FormatStatus CheckTable<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> header, ulong place, ref BlockMap<VhdTable> map)
        where TSource : struct, IByteSource
    {
        ulong entries = BigEndian.UInt32(header, 28);
        ulong needed = FileRange.Units(inspection.Info.VirtualSize, inspection.Info.ClusterSize);
        ulong limit = Math.Max(UsualMaxEntries, Math.Min(needed, uint.MaxValue) + SpareEntries);
        if (entries > limit)
        {
            return inspection.Stop(RefusalClass.RefusalTooLarge, "max_table_entries"u8, entries, limit, place + 28);
        }

        if (entries < needed && inspection.Info.Convertible.Reason != RefusalClass.RefusalTooLarge)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "max_table_entries"u8, entries, needed, place + 28);
        }

        var table = new TableRange(BigEndian.UInt64(header, 16), entries * EntrySize);
        if (table.Offset % VhdFooter.Length != 0)
        {
            inspection.Refuse(
                RefusalClass.RefusalMisaligned, "table_offset"u8, table.Offset, VhdFooter.Length, place + 16);
        }
        else if (!inspection.IsInside(table.Offset, table.Length))
        {
            inspection.Refuse(
                RefusalClass.RefusalOutOfFile, "table_offset"u8, table.Offset, inspection.Length, place + 16);
        }
        else if (table.Meets(0, VhdFooter.Length) || table.Meets(place, Length)
            || table.Meets(EndOf(inspection), VhdFooter.Length))
        {
            inspection.Refuse(RefusalClass.RefusalOverlap, "table_offset"u8, table.Offset, place, place + 16);
        }
        else
        {
            map.Open(TableOf(inspection, table, place), inspection.Marks);
        }

        return FormatStatus.Answered;
    }

    private static VhdTable TableOf<TSource>(Inspection<TSource> inspection, in TableRange table, ulong place)
        where TSource : struct, IByteSource
    {
        bool hasNoFooter = (inspection.Info.Flags & InfoFlags.Truncated) != 0;
        return new VhdTable
        {
            DiskSize = inspection.Info.VirtualSize,
            BlockSize = inspection.Info.ClusterSize,
            Range = table,
            Header = new TableRange(place, Length),
            Copy = new TableRange(0, VhdFooter.Length),
            FileEnd = hasNoFooter ? inspection.Length : EndOf(inspection),
        };
    }
}
