namespace Airlock.Guest.Formats;

/// <summary>What reading a VHDX needs of its metadata, all of it checked.</summary>
internal struct VhdxLayout
{
    /// <summary>Sectors of a chunk: so many have one sector bitmap block ([MS-VHDX] 2.5.1.1).</summary>
    public const ulong ChunkSectors = 1 << 23;

    /// <summary>Bytes of the virtual disk.</summary>
    public ulong Size;

    /// <summary>Bytes of a payload block, a power of two from 1 MiB on.</summary>
    public uint BlockSize;

    /// <summary>Bytes of a sector of the virtual disk.</summary>
    public uint LogicalSector;

    /// <summary>Where block table, metadata and log lie.</summary>
    public VhdxRegions Regions;

    /// <summary>Bytes of the file.</summary>
    public ulong FileLength;

    /// <summary>How many payload blocks are between two entries for sector bitmaps.</summary>
    public readonly ulong ChunkRatio => ChunkSectors * LogicalSector / BlockSize;

    /// <summary>How many entries of the block table are in use.</summary>
    public readonly ulong Entries
    {
        get
        {
            ulong blocks = FileRange.Units(Size, BlockSize);
            return blocks + (blocks == 0 ? 0 : (blocks - 1) / ChunkRatio);
        }
    }

    /// <summary>Whether bytes of the file have one in common with its regions or its log.</summary>
    public readonly bool MeetsMetadata(ulong start, ulong count) =>
        Regions.Bat.Meets(start, count) || Regions.Metadata.Meets(start, count) || Regions.Log.Meets(start, count);
}
