using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where a virtual disk lies by one table. Each entry is checked when it is used, and the table isn't held whole.
/// </summary>
/// <typeparam name="TTable">What its entries mean.</typeparam>
internal struct BlockMap<TTable>
    where TTable : struct, IFlatTable
{
    private TTable _table;
    private BlockMarks _seen;

    /// <summary>Takes an image whose headers are checked.</summary>
    public void Open(in TTable table, Span<byte> marks)
    {
        _table = table;
        _seen.Start(marks, FileRange.Units(table.FileEnd, table.PlaceSize));
    }

    /// <summary>What lies at an offset of the virtual disk, and for how long.</summary>
    /// <param name="source">The file.</param>
    /// <param name="windows">Of the table.</param>
    /// <param name="offset">In bytes, less than the virtual size.</param>
    /// <param name="extent">What lies there.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public FormatStatus TryFind<TSource>(
        ref TSource source, ref MapWindows windows, ulong offset, out Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        extent = new Extent { Start = offset };
        TableRange table = _table.Locate(offset / _table.BlockSize, out ulong position);
        if (!windows.Outer.TryGet(ref source, table, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        var run = new BlockRun<TTable>(_table, entries, table.Offset + position, source.Marks, ref _seen);
        return run.TryFind(ref extent, ref refusal) ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
