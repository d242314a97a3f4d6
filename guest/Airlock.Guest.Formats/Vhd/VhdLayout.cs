namespace Airlock.Guest.Formats;

/// <summary>What reading a dynamic VHD needs of its headers, all of it checked.</summary>
internal struct VhdLayout
{
    /// <summary>Bytes of the virtual disk.</summary>
    public ulong Size;

    /// <summary>Bytes of a block's data, a power of two from 512 on.</summary>
    public uint BlockSize;

    /// <summary>The block table.</summary>
    public TableRange Table;

    /// <summary>The header of the dynamic disk.</summary>
    public TableRange Header;

    /// <summary>The footer's copy.</summary>
    public TableRange Copy;

    /// <summary>Where blocks end at the latest: at the footer, or at the file's end if it was lost.</summary>
    public ulong End;

    /// <summary>Bytes of the bitmap before a block's data: a bit for each of its sectors, in whole sectors.</summary>
    public readonly ulong BitmapLength =>
        FileRange.Units(BlockSize / VhdFooter.SectorSize, VhdFooter.SectorSize * 8) * VhdFooter.SectorSize;

    /// <summary>Whether bytes of the file have one in common with its headers or its table.</summary>
    public readonly bool MeetsMetadata(ulong start, ulong count) =>
        Copy.Meets(start, count) || Header.Meets(start, count) || Table.Meets(start, count);
}
