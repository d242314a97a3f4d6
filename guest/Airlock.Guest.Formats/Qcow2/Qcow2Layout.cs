namespace Airlock.Guest.Formats;

/// <summary>What reading a qcow2 image needs of its header, all of it checked.</summary>
internal readonly struct Qcow2Layout
{
    /// <summary>Takes a header that Qcow2Format has nothing against.</summary>
    public Qcow2Layout(in Qcow2Header header, ulong fileLength)
    {
        FileLength = fileLength;
        Size = header.Size;
        ClusterBits = (int)header.ClusterBits;
        IsVersion2 = header.Version == 2;
        IsExtended = (header.Incompatible & Qcow2Header.ExtendedL2) != 0;
        Compression = header.CompressionType == 0 ? Compression.Deflate : Compression.Zstd;
        L1Offset = header.L1Offset;
        L1Bytes = (ulong)header.L1Entries * Qcow2Map.L1EntrySize;
        RefcountTableOffset = header.RefcountTableOffset;
        RefcountTableBytes = header.RefcountTableClusters * header.ClusterSize;
        L1Reach = header.L1Reach;
    }

    /// <summary>Bytes of the file.</summary>
    public readonly ulong FileLength;

    /// <summary>Bytes of the virtual disk.</summary>
    public readonly ulong Size;

    /// <summary>9 to 21.</summary>
    public readonly int ClusterBits;

    /// <summary>Whether it is of version 2, which has no zero clusters.</summary>
    public readonly bool IsVersion2;

    /// <summary>Whether entries of L2 tables have 16 bytes, and clusters 32 parts.</summary>
    public readonly bool IsExtended;

    /// <summary>How compressed clusters are.</summary>
    public readonly Compression Compression;

    public readonly ulong L1Offset;
    public readonly ulong L1Bytes;
    public readonly ulong RefcountTableOffset;
    public readonly ulong RefcountTableBytes;

    /// <summary>Bytes of the virtual disk that an entry of the L1 table stands for.</summary>
    public readonly ulong L1Reach;

    /// <summary>Bytes of a cluster.</summary>
    public ulong ClusterSize => 1UL << ClusterBits;

    /// <summary>Bytes of an entry of an L2 table.</summary>
    public int L2EntrySize => IsExtended ? 16 : 8;

    /// <summary>Bytes of what is mapped by itself: a cluster, or the 32nd part of one.</summary>
    public ulong UnitSize => IsExtended ? ClusterSize / 32 : ClusterSize;

    /// <summary>Whether bytes of the file are the header's, the L1 table's or the refcount table's.</summary>
    public bool MeetsMetadata(ulong offset, ulong length)
    {
        return offset < ClusterSize
            || FileRange.Overlap(offset, length, L1Offset, L1Bytes)
            || FileRange.Overlap(offset, length, RefcountTableOffset, RefcountTableBytes);
    }
}
