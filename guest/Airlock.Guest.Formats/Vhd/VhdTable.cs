using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What the entries of a VHD's block table mean (VHD 1.0, "Block Allocation Table and Data Blocks").</summary>
/// <remarks>
/// A sector whose bit in a block's bitmap is 0 should read as zero; every writer of dynamic disks sets all of them, and
/// QEMU's reader doesn't look at them either.
/// </remarks>
/// <param name="layout">The image.</param>
/// <param name="position">Where in the table the first of the entries is.</param>
internal readonly struct VhdTable(VhdLayout layout, ulong position) : IBlockTable
{
    private const uint Unused = 0xffff_ffff;

    /// <inheritdoc/>
    public ulong DiskSize => layout.Size;

    /// <inheritdoc/>
    public ulong BlockSize => layout.BlockSize;

    /// <inheritdoc/>
    public ulong PlaceSize => BlockSize;

    /// <inheritdoc/>
    public int EntrySize => VhdMap.EntrySize;

    /// <inheritdoc/>
    public bool TryClassify(
        ReadOnlySpan<byte> entries, int index, ulong block, out StoredBlock stored, ref Refusal refusal)
    {
        uint entry = BigEndian.UInt32(entries, index * VhdMap.EntrySize);
        if (entry == Unused)
        {
            stored = new StoredBlock(ExtentKind.Hole);
            return true;
        }

        ulong start = (ulong)entry * VhdFooter.SectorSize;
        ulong length = layout.BitmapLength + layout.BlockSize;
        stored = new StoredBlock(ExtentKind.Data, start + layout.BitmapLength);
        if (!FileRange.IsInside(start, length, layout.End))
        {
            return Refuse(ref refusal, RefusalClass.RefusalOutOfFile, index, start, layout.End);
        }

        return !layout.MeetsMetadata(start, length)
            || Refuse(ref refusal, RefusalClass.RefusalOverlap, index, start, 0);
    }

    /// <inheritdoc/>
    public void RefuseOverlap(int index, ulong fileOffset, ref Refusal refusal) =>
        Refuse(ref refusal, RefusalClass.RefusalOverlap, index, fileOffset, 0);

    private bool Refuse(ref Refusal refusal, RefusalClass reason, int index, ulong value, ulong limit)
    {
        ulong entryOffset = layout.Table.Offset + position + ((uint)index * sizeof(uint));
        refusal.Set(reason, "vhd"u8, "bat_entry"u8, new FieldValue(value, limit, entryOffset));
        return false;
    }
}
