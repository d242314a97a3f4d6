using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of a VDI lies: an entry for each block (VirtualBox, "VDICore.h": VDIIMAGEBLOCKPOINTER). Each
/// is checked when it is used, and the table isn't held whole.
/// </summary>
internal struct VdiMap
{
    public const int EntrySize = sizeof(uint);

    private VdiLayout _layout;
    private BlockMarks _seen;

    /// <summary>Takes an image whose header is checked.</summary>
    public void Open(in VdiLayout layout, Span<byte> marks)
    {
        _layout = layout;
        _seen.Start(marks, FileRange.Units(layout.FileLength, VdiLayout.BlockSize));
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
        ulong position = offset / VdiLayout.BlockSize * EntrySize;
        if (!windows.Outer.TryGet(ref source, _layout.Map, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        var run = new BlockRun<VdiTable>(new VdiTable(_layout, position), entries, source.Marks, ref _seen);
        return run.TryFind(ref extent, ref refusal) ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
