namespace Airlock.Guest.Formats;

/// <summary>What reading a sparse extent needs of its header, all of it checked.</summary>
internal struct VmdkLayout
{
    /// <summary>Lengths and places stand in the file in sectors.</summary>
    public const ulong Sector = 512;

    /// <summary>Takes a header that VmdkFormat has nothing against.</summary>
    public VmdkLayout(in VmdkHeader header, ulong fileLength)
    {
        Size = header.Capacity * Sector;
        GrainSize = header.Grain * Sector;
        TableLength = header.EntriesOfTable * sizeof(uint);
        Directory = new TableRange(
            header.DirectoryOffset * Sector,
            FileRange.Units(header.Capacity, header.Grain * header.EntriesOfTable) * sizeof(uint));
        Overhead = header.Overhead * Sector;
        FileLength = fileLength;
        HasZeroGrains = (header.Flags & VmdkHeader.ZeroGrains) != 0;
        IsCompressed = (header.Flags & VmdkHeader.CompressedGrains) != 0;
    }

    /// <summary>Bytes of the virtual disk.</summary>
    public readonly ulong Size;

    /// <summary>Bytes of a grain, a power of two from 4 KiB to 1 MiB.</summary>
    public readonly ulong GrainSize;

    /// <summary>Bytes of a grain table.</summary>
    public readonly ulong TableLength;

    /// <summary>The directory: an entry for each grain table.</summary>
    public readonly TableRange Directory;

    /// <summary>Where grains may begin.</summary>
    public readonly ulong Overhead;

    /// <summary>Bytes of the file.</summary>
    public readonly ulong FileLength;

    /// <summary>Whether the entry 1 stands for a grain of zeroes.</summary>
    public readonly bool HasZeroGrains;

    /// <summary>Whether grains are zlib streams behind markers.</summary>
    public readonly bool IsCompressed;

    /// <summary>Bytes of the virtual disk that a grain table is about.</summary>
    public readonly ulong TableReach => TableLength / sizeof(uint) * GrainSize;
}
