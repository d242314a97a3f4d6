using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// What the entries of a grain table mean (VMware Virtual Disk Format 1.1, "Grain Table" and "Grain Marker").
/// </summary>
/// <param name="layout">The image.</param>
internal readonly struct VmdkTable(VmdkLayout layout) : IBlockTable
{
    private const uint ZeroGrain = 1;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> Format => "vmdk"u8;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> EntryName => "gt_entry"u8;

    /// <inheritdoc/>
    public static int EntrySize => VmdkMap.EntrySize;

    /// <inheritdoc/>
    public ulong DiskSize => layout.Size;

    /// <inheritdoc/>
    public ulong BlockSize => layout.GrainSize;

    /// <inheritdoc/>
    public ulong PlaceSize => layout.IsCompressed ? VmdkLayout.Sector : layout.GrainSize;

    /// <inheritdoc/>
    public ulong FileEnd => layout.FileLength;

    /// <inheritdoc/>
    public StoredBlock Classify(ReadOnlySpan<byte> entry, ulong block)
    {
        uint sector = LittleEndian.UInt32(entry, 0);
        if (sector == 0 || (sector == ZeroGrain && layout.HasZeroGrains))
        {
            return new StoredBlock(sector == 0 ? ExtentKind.Hole : ExtentKind.Zero);
        }

        ulong start = sector * VmdkLayout.Sector;
        ulong length = layout.IsCompressed ? VmdkMarker.Length : layout.GrainSize;
        if (!FileRange.IsInside(start, length, FileEnd))
        {
            return StoredBlock.Refused(RefusalClass.RefusalOutOfFile, start, FileEnd);
        }

        return start < layout.Overhead
            ? StoredBlock.Refused(RefusalClass.RefusalOverlap, start, layout.Overhead)
            : new StoredBlock(layout.IsCompressed ? ExtentKind.Compressed : ExtentKind.Data, start);
    }
}
