using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of a sparse extent lies (VMware Virtual Disk Format 1.1, "Hosted Sparse Extents"): a
/// directory of grain tables. Each entry is checked when it is used, and no table is held whole. The redundant
/// directory isn't looked at.
/// </summary>
internal struct VmdkMap
{
    public const int EntrySize = sizeof(uint);

    private VmdkLayout _layout;
    private BlockMarks _seen;

    /// <summary>Takes an image whose header is checked.</summary>
    public void Open(in VmdkLayout layout, Span<byte> marks)
    {
        _layout = layout;
        _seen.Start(marks, FileRange.Units(layout.FileLength, new VmdkTable(layout).PlaceSize));
    }

    /// <summary>What lies at an offset of the virtual disk, and for how long.</summary>
    /// <param name="source">The file.</param>
    /// <param name="windows">Of the tables.</param>
    /// <param name="offset">In bytes, less than the virtual size.</param>
    /// <param name="extent">What lies there.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public FormatStatus TryFind<TSource>(
        ref TSource source, ref MapWindows windows, ulong offset, out Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        extent = new Extent { Start = offset };
        ulong position = offset / _layout.TableReach * EntrySize;
        if (!windows.Outer.TryGet(ref source, _layout.Directory, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        uint entry = LittleEndian.UInt32(entries, 0);
        if (entry == 0)
        {
            ulong reach = _layout.TableReach * (uint)EmptyEntries.Count(entries, EntrySize);
            extent.Length = Math.Min(reach - (offset % _layout.TableReach), _layout.Size - offset);
            return FormatStatus.Answered;
        }

        var table = new TableRange(entry * VmdkLayout.Sector, _layout.TableLength);
        return CheckTable(table, _layout.Directory.Offset + position, ref refusal)
            ? FindInTable(ref source, ref windows, table, ref extent, ref refusal)
            : FormatStatus.Refused;
    }

    private readonly bool CheckTable(in TableRange table, ulong entryOffset, ref Refusal refusal)
    {
        bool isInside = FileRange.IsInside(table.Offset, table.Length, _layout.FileLength);
        if (isInside && !table.Meets(_layout.Directory.Offset, _layout.Directory.Length))
        {
            return true;
        }

        refusal.Set(
            isInside ? RefusalClass.RefusalOverlap : RefusalClass.RefusalOutOfFile,
            "vmdk"u8,
            "gd_entry"u8,
            new FieldValue(table.Offset, isInside ? _layout.Directory.Offset : _layout.FileLength, entryOffset));
        return false;
    }

    private FormatStatus FindInTable<TSource>(
        ref TSource source, ref MapWindows windows, in TableRange table, ref Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        ulong position = extent.Start % _layout.TableReach / _layout.GrainSize * EntrySize;
        if (!windows.Inner.TryGet(ref source, table, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        var run = new BlockRun<VmdkTable>(
            new VmdkTable(_layout), entries, table.Offset + position, source.Marks, ref _seen);
        if (!run.TryFind(ref extent, ref refusal))
        {
            return FormatStatus.Refused;
        }

        return extent.Kind == ExtentKind.Compressed
            ? VmdkMarker.Follow(ref source, _layout, ref extent, ref refusal)
            : FormatStatus.Answered;
    }
}
