using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The block table of a VHDX ([MS-VHDX] 2.5): an entry for each payload block, and after each chunk of them one for a
/// sector bitmap, which only a disk with a parent has a use for. Also what it takes to read the blocks, all of it checked.
/// </summary>
internal struct VhdxTable : IFlatTable
{
    private const ulong MegaByte = 1 << 20;
    private const ulong StateMask = 7;
    private const ulong OffsetMask = ~(MegaByte - 1);
    private const ulong Reserved = ~(OffsetMask | StateMask);

    /// <summary>Sectors of a chunk: so many have one sector bitmap block.</summary>
    private const ulong ChunkSectors = 1 << 23;

    /// <summary>Where block table, metadata and log lie.</summary>
    public VhdxRegions Regions;

    /// <summary>Bytes of a sector of the virtual disk.</summary>
    public uint LogicalSector;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> Format => "vhdx"u8;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> EntryName => "bat_entry"u8;

    /// <inheritdoc/>
    public static int EntrySize => sizeof(ulong);

    /// <inheritdoc/>
    public ulong DiskSize { get; set; }

    /// <summary>Bytes of a payload block, a power of two from 1 MiB on.</summary>
    public ulong BlockSize { get; set; }

    /// <inheritdoc/>
    public readonly ulong PlaceSize => BlockSize;

    /// <inheritdoc/>
    public ulong FileEnd { get; set; }

    /// <summary>How many entries are in use: those of payload blocks, and those between them.</summary>
    public readonly ulong Entries
    {
        get
        {
            ulong blocks = FileRange.Units(DiskSize, BlockSize);
            return blocks + (blocks == 0 ? 0 : (blocks - 1) / ChunkRatio);
        }
    }

    /// <summary>How many payload blocks are between two entries for sector bitmaps.</summary>
    private readonly ulong ChunkRatio => ChunkSectors * LogicalSector / BlockSize;

    /// <inheritdoc/>
    public readonly TableRange Locate(ulong block, out ulong position)
    {
        ulong chunk = block / ChunkRatio;
        position = (block + chunk) * sizeof(ulong);
        ulong chunkEnd = ((chunk + 1) * ChunkRatio) + chunk;
        return new TableRange(Regions.Bat.Offset, Math.Min(chunkEnd, Entries) * sizeof(ulong));
    }

    /// <summary>What an entry of a payload block says (2.5.1.1).</summary>
    public readonly StoredBlock Classify(ReadOnlySpan<byte> entry, ulong block)
    {
        ulong value = LittleEndian.UInt64(entry, 0);
        return (value & StateMask) switch
        {
            0 or 1 or 3 or 5 => new StoredBlock(ExtentKind.Hole), // not present, undefined, unmapped; 5 in drafts
            2 => new StoredBlock(ExtentKind.Zero),
            6 => Present(value),
            7 => StoredBlock.Refused(RefusalClass.RefusalExternal, value, 6), // a part of it lies in the parent
            _ => StoredBlock.Refused(RefusalClass.RefusalHeader, value, 6),
        };
    }

    private readonly StoredBlock Present(ulong entry)
    {
        ulong start = entry & OffsetMask;
        if ((entry & Reserved) != 0)
        {
            return StoredBlock.Refused(RefusalClass.RefusalHeader, entry, OffsetMask | StateMask);
        }

        if (!FileRange.IsInside(start, BlockSize, FileEnd))
        {
            return StoredBlock.Refused(RefusalClass.RefusalOutOfFile, start, FileEnd);
        }

        return start < MegaByte || Regions.Meet(start, BlockSize)
            ? StoredBlock.Refused(RefusalClass.RefusalOverlap, start, MegaByte)
            : new StoredBlock(ExtentKind.Data, start);
    }
}
