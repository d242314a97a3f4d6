using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of a qcow2 image lies (qcow2.txt, "Cluster mapping"). Each entry of a table is checked when
/// it is used, and no table is held whole.
/// </summary>
internal struct Qcow2Map
{
    public const int L1EntrySize = 8;

    private const ulong L1Reserved = 0x7f00_0000_0000_01ff;
    private const ulong OffsetMask = 0x00ff_ffff_ffff_fe00;

    private Qcow2Layout _layout;

    /// <summary>Takes an image whose header and tables' places are checked.</summary>
    public void Open(in Qcow2Header header, ulong fileLength) => _layout = new Qcow2Layout(header, fileLength);

    /// <summary>What lies at an offset of the virtual disk, and for how long.</summary>
    /// <param name="source">The file.</param>
    /// <param name="windows">Of the L1 table and of an L2 table.</param>
    /// <param name="offset">In bytes, less than the virtual size.</param>
    /// <param name="extent">What lies there.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public readonly FormatStatus TryFind<TSource>(
        ref TSource source, ref MapWindows windows, ulong offset, out Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        extent = new Extent { Start = offset };
        var l1 = new TableRange(_layout.L1Offset, _layout.L1Bytes);
        ulong position = offset / _layout.L1Reach * L1EntrySize;
        if (!windows.Outer.TryGet(ref source, l1, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        ulong entry = BigEndian.UInt64(entries, 0);
        if (entry == 0)
        {
            ulong reach = _layout.L1Reach * (uint)EmptyEntries.Count(entries, L1EntrySize);
            extent.Kind = ExtentKind.Hole;
            extent.Length = Math.Min(reach - (offset % _layout.L1Reach), _layout.Size - offset);
            return FormatStatus.Answered;
        }

        ulong table = entry & OffsetMask;
        if (!CheckL1Entry(entry, table, l1.Offset + position, ref refusal))
        {
            return FormatStatus.Refused;
        }

        return FindInTable(ref source, ref windows.Inner, table, ref extent, ref refusal);
    }

    private readonly bool CheckL1Entry(ulong entry, ulong table, ulong entryOffset, ref Refusal refusal)
    {
        if ((entry & L1Reserved) != 0)
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, "l1_entry"u8, new(entry, OffsetMask, entryOffset));
        }

        if (table % _layout.ClusterSize != 0)
        {
            return Refuse(
                ref refusal,
                RefusalClass.RefusalMisaligned,
                "l1_entry"u8,
                new(table, _layout.ClusterSize, entryOffset));
        }

        if (!FileRange.IsInside(table, _layout.ClusterSize, _layout.FileLength))
        {
            return Refuse(
                ref refusal, RefusalClass.RefusalOutOfFile, "l1_entry"u8, new(table, _layout.FileLength, entryOffset));
        }

        return !_layout.MeetsMetadata(table, _layout.ClusterSize)
            || Refuse(ref refusal, RefusalClass.RefusalOverlap, "l1_entry"u8, new(table, 0, entryOffset));
    }

    private readonly FormatStatus FindInTable<TSource>(
        ref TSource source, ref TableWindow window, ulong table, ref Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        var l2 = new TableRange(table, _layout.ClusterSize);
        ulong position = extent.Start % _layout.L1Reach / _layout.ClusterSize * (uint)_layout.L2EntrySize;
        if (!window.TryGet(ref source, l2, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        var scan = new Qcow2Scan(_layout, l2, position, entries);
        return scan.TryFind(ref extent, ref refusal) ? FormatStatus.Answered : FormatStatus.Refused;
    }

    private static bool Refuse(
        ref Refusal refusal, RefusalClass reason, ReadOnlySpan<byte> field, in FieldValue value)
    {
        refusal.Set(reason, "qcow2"u8, field, value);
        return false;
    }
}
