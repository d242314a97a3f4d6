using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What the entries of a VDI's map mean, from one of them on.</summary>
/// <param name="layout">The image.</param>
/// <param name="position">Where in the map the first of the entries is.</param>
internal readonly struct VdiTable(VdiLayout layout, ulong position) : IBlockTable
{
    private const uint NeverWritten = 0xffff_ffff;
    private const uint Discarded = 0xffff_fffe;

    /// <inheritdoc/>
    public ulong DiskSize => layout.Size;

    /// <inheritdoc/>
    public ulong BlockSize => VdiLayout.BlockSize;

    /// <inheritdoc/>
    public ulong PlaceSize => BlockSize;

    /// <inheritdoc/>
    public int EntrySize => VdiMap.EntrySize;

    /// <inheritdoc/>
    public bool TryClassify(
        ReadOnlySpan<byte> entries, int index, ulong block, out StoredBlock stored, ref Refusal refusal)
    {
        uint entry = LittleEndian.UInt32(entries, index * VdiMap.EntrySize);
        if (entry is NeverWritten or Discarded)
        {
            stored = new StoredBlock(entry == NeverWritten ? ExtentKind.Hole : ExtentKind.Zero);
            return true;
        }

        // Below 2^52: 32 bits of data offset, and 2^32 blocks of 2^20 bytes.
        stored = new StoredBlock(ExtentKind.Data, layout.Data + ((ulong)entry * VdiLayout.BlockSize));
        if (entry >= layout.Allocated)
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, index, entry, layout.Allocated);
        }

        // The last block of a file may be short, by what the virtual disk doesn't need of it.
        ulong needed = Math.Min(VdiLayout.BlockSize, layout.Size - (block * VdiLayout.BlockSize));
        return FileRange.IsInside(stored.FileOffset, needed, layout.FileLength)
            || Refuse(ref refusal, RefusalClass.RefusalOutOfFile, index, stored.FileOffset, layout.FileLength);
    }

    /// <inheritdoc/>
    public void RefuseOverlap(int index, ulong fileOffset, ref Refusal refusal) =>
        Refuse(ref refusal, RefusalClass.RefusalOverlap, index, fileOffset, 0);

    private bool Refuse(ref Refusal refusal, RefusalClass reason, int index, ulong value, ulong limit)
    {
        ulong entryOffset = layout.Map.Offset + position + ((uint)index * sizeof(uint));
        refusal.Set(reason, "vdi"u8, "map_entry"u8, new FieldValue(value, limit, entryOffset));
        return false;
    }
}
