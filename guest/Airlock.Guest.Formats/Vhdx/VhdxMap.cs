using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of a VHDX lies: an entry for each payload block, and after each chunk of them one for a
/// sector bitmap, which only a disk with a parent has a use for. Each entry is checked when it is used, and the table
/// isn't held whole.
/// </summary>
internal struct VhdxMap
{
    public const int EntrySize = sizeof(ulong);

    private VhdxLayout _layout;
    private BlockMarks _seen;

    /// <summary>Takes an image whose metadata are checked.</summary>
    public void Open(in VhdxLayout layout, Span<byte> marks)
    {
        _layout = layout;
        _seen.Start(marks, FileRange.Units(layout.FileLength, layout.BlockSize));
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
        ulong block = offset / _layout.BlockSize;
        ulong position = (block + (block / _layout.ChunkRatio)) * EntrySize;
        var table = new TableRange(_layout.Regions.Bat.Offset, _layout.Entries * EntrySize);
        if (!windows.Outer.TryGet(ref source, table, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        ulong ofChunk = (_layout.ChunkRatio - (block % _layout.ChunkRatio)) * EntrySize;
        entries = entries.Slice(0, (int)Math.Min(ofChunk, (ulong)entries.Length));
        var run = new BlockRun<VhdxTable>(
            new VhdxTable(_layout, table.Offset + position), entries, source.Marks, ref _seen);
        return run.TryFind(ref extent, ref refusal) ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
