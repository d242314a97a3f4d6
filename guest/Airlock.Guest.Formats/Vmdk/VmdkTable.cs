using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// What the entries of a grain table mean (VMware Virtual Disk Format 1.1, "Grain Table" and "Grain Marker").
/// </summary>
/// <param name="layout">The image.</param>
/// <param name="place">Where in the file the first of the entries is.</param>
internal readonly struct VmdkTable(VmdkLayout layout, ulong place) : IBlockTable
{
    private const uint ZeroGrain = 1;

    /// <inheritdoc/>
    public ulong DiskSize => layout.Size;

    /// <inheritdoc/>
    public ulong BlockSize => layout.GrainSize;

    /// <inheritdoc/>
    public ulong PlaceSize => layout.IsCompressed ? VmdkLayout.Sector : layout.GrainSize;

    /// <inheritdoc/>
    public int EntrySize => VmdkMap.EntrySize;

    /// <inheritdoc/>
    public bool TryClassify(
        ReadOnlySpan<byte> entries, int index, ulong block, out StoredBlock stored, ref Refusal refusal)
    {
        uint entry = LittleEndian.UInt32(entries, index * VmdkMap.EntrySize);
        if (entry == 0 || (entry == ZeroGrain && layout.HasZeroGrains))
        {
            stored = new StoredBlock(entry == 0 ? ExtentKind.Hole : ExtentKind.Zero);
            return true;
        }

        ulong start = entry * VmdkLayout.Sector;
        stored = new StoredBlock(layout.IsCompressed ? ExtentKind.Compressed : ExtentKind.Data, start);
        ulong length = layout.IsCompressed ? VmdkMarker.Length : layout.GrainSize;
        if (!FileRange.IsInside(start, length, layout.FileLength))
        {
            return Refuse(ref refusal, RefusalClass.RefusalOutOfFile, index, start, layout.FileLength);
        }

        return start >= layout.Overhead
            || Refuse(ref refusal, RefusalClass.RefusalOverlap, index, start, layout.Overhead);
    }

    /// <inheritdoc/>
    public void RefuseOverlap(int index, ulong fileOffset, ref Refusal refusal) =>
        Refuse(ref refusal, RefusalClass.RefusalOverlap, index, fileOffset, 0);

    private bool Refuse(ref Refusal refusal, RefusalClass reason, int index, ulong value, ulong limit)
    {
        ulong entryOffset = place + ((uint)index * sizeof(uint));
        refusal.Set(reason, "vmdk"u8, "gt_entry"u8, new FieldValue(value, limit, entryOffset));
        return false;
    }
}
