using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of a VHD lies: at the file's start if it is fixed, else where its block table says. Each
/// entry is checked when it is used, and the table isn't held whole.
/// </summary>
internal struct VhdMap
{
    public const int EntrySize = sizeof(uint);

    private VhdLayout _layout;
    private BlockMarks _seen;
    private bool _isFixed;

    /// <summary>Takes a fixed disk, all of which lies in the file.</summary>
    public void OpenFixed(ulong size)
    {
        _isFixed = true;
        _layout.Size = size;
    }

    /// <summary>Takes a dynamic disk whose headers are checked.</summary>
    public void Open(in VhdLayout layout, Span<byte> marks)
    {
        _isFixed = false;
        _layout = layout;
        _seen.Start(marks, FileRange.Units(layout.End, layout.BlockSize));
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
        if (_isFixed)
        {
            extent.Kind = ExtentKind.Data;
            extent.FileOffset = offset;
            extent.Length = _layout.Size - offset;
            return FormatStatus.Answered;
        }

        ulong position = offset / _layout.BlockSize * EntrySize;
        if (!windows.Outer.TryGet(ref source, _layout.Table, position, out ReadOnlySpan<byte> entries))
        {
            return FormatStatus.ReadFailed;
        }

        var run = new BlockRun<VhdTable>(new VhdTable(_layout, position), entries, source.Marks, ref _seen);
        return run.TryFind(ref extent, ref refusal) ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
