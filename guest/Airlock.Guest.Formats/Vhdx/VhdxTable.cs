using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What the payload entries of a VHDX's block table mean ([MS-VHDX] 2.5.1.1).</summary>
/// <param name="layout">The image.</param>
/// <param name="place">Where in the file the first of the entries is.</param>
internal readonly struct VhdxTable(VhdxLayout layout, ulong place) : IBlockTable
{
    private const ulong MegaByte = 1 << 20;
    private const ulong StateMask = 7;
    private const ulong OffsetMask = ~(MegaByte - 1);
    private const ulong Reserved = ~(OffsetMask | StateMask);

    /// <inheritdoc/>
    public ulong DiskSize => layout.Size;

    /// <inheritdoc/>
    public ulong BlockSize => layout.BlockSize;

    /// <inheritdoc/>
    public ulong PlaceSize => BlockSize;

    /// <inheritdoc/>
    public int EntrySize => VhdxMap.EntrySize;

    /// <inheritdoc/>
    public bool TryClassify(
        ReadOnlySpan<byte> entries, int index, ulong block, out StoredBlock stored, ref Refusal refusal)
    {
        ulong entry = LittleEndian.UInt64(entries, index * VhdxMap.EntrySize);
        stored = new StoredBlock(ExtentKind.Hole);
        switch (entry & StateMask)
        {
            case 0 or 1 or 3 or 5: // not present, undefined, unmapped; 5 was unmapped in drafts
                return true;
            case 2:
                stored = new StoredBlock(ExtentKind.Zero);
                return true;
            case 6:
                stored = new StoredBlock(ExtentKind.Data, entry & OffsetMask);
                return CheckPlace(entry, index, ref refusal);
            case 7: // a part of it lies in the parent
                return Refuse(ref refusal, RefusalClass.RefusalExternal, index, entry, 6);
            default:
                return Refuse(ref refusal, RefusalClass.RefusalHeader, index, entry, 6);
        }
    }

    /// <inheritdoc/>
    public void RefuseOverlap(int index, ulong fileOffset, ref Refusal refusal) =>
        Refuse(ref refusal, RefusalClass.RefusalOverlap, index, fileOffset, 0);

    private bool CheckPlace(ulong entry, int index, ref Refusal refusal)
    {
        ulong start = entry & OffsetMask;
        if ((entry & Reserved) != 0)
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, index, entry, OffsetMask | StateMask);
        }

        if (!FileRange.IsInside(start, layout.BlockSize, layout.FileLength))
        {
            return Refuse(ref refusal, RefusalClass.RefusalOutOfFile, index, start, layout.FileLength);
        }

        return (start >= MegaByte && !layout.MeetsMetadata(start, layout.BlockSize))
            || Refuse(ref refusal, RefusalClass.RefusalOverlap, index, start, MegaByte);
    }

    private bool Refuse(ref Refusal refusal, RefusalClass reason, int index, ulong value, ulong limit)
    {
        ulong entryOffset = place + ((uint)index * sizeof(ulong));
        refusal.Set(reason, "vhdx"u8, "bat_entry"u8, new FieldValue(value, limit, entryOffset));
        return false;
    }
}
