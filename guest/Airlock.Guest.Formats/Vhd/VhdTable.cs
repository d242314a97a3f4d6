using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The block table of a dynamic VHD (VHD 1.0, "Block Allocation Table and Data Blocks"), and what it takes to read its
/// blocks, all of it checked.
/// </summary>
/// <remarks>
/// A sector whose bit in a block's bitmap is 0 should read as zero; every writer of dynamic disks sets all of them, and
/// QEMU's reader doesn't look at them either.
/// </remarks>
internal struct VhdTable : IFlatTable
{
    private const uint Unused = 0xffff_ffff;
    private const ulong BitsOfSector = VhdFooter.SectorSize * 8;

    /// <summary>Where it lies.</summary>
    public TableRange Range;

    /// <summary>The header of the dynamic disk.</summary>
    public TableRange Header;

    /// <summary>The footer's copy.</summary>
    public TableRange Copy;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> Format => "vhd"u8;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> EntryName => "bat_entry"u8;

    /// <inheritdoc/>
    public static int EntrySize => sizeof(uint);

    /// <inheritdoc/>
    public ulong DiskSize { get; set; }

    /// <summary>Bytes of a block's data, a power of two from 512 on.</summary>
    public ulong BlockSize { get; set; }

    /// <inheritdoc/>
    public readonly ulong PlaceSize => BlockSize;

    /// <summary>Where blocks end at the latest: at the footer, or at the file's end if it was lost.</summary>
    public ulong FileEnd { get; set; }

    /// <summary>Bytes of the bitmap before a block's data: a bit for each of its sectors, in whole sectors.</summary>
    private readonly ulong BitmapLength =>
        FileRange.Units(BlockSize / VhdFooter.SectorSize, BitsOfSector) * VhdFooter.SectorSize;

    /// <inheritdoc/>
    public readonly TableRange Locate(ulong block, out ulong position)
    {
        position = block * sizeof(uint);
        return Range;
    }

    /// <inheritdoc/>
    public readonly StoredBlock Classify(ReadOnlySpan<byte> entry, ulong block)
    {
        uint sector = BigEndian.UInt32(entry, 0);
        if (sector == Unused)
        {
            return new StoredBlock(ExtentKind.Hole);
        }

        ulong start = (ulong)sector * VhdFooter.SectorSize;
        ulong length = BitmapLength + BlockSize;
        if (!FileRange.IsInside(start, length, FileEnd))
        {
            return StoredBlock.Refused(RefusalClass.RefusalOutOfFile, start, FileEnd);
        }

        return Copy.Meets(start, length) || Header.Meets(start, length) || Range.Meets(start, length)
            ? StoredBlock.Refused(RefusalClass.RefusalOverlap, start, 0)
            : new StoredBlock(ExtentKind.Data, start + BitmapLength);
    }
}
