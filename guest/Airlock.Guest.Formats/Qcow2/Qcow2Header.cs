using System;

namespace Airlock.Guest.Formats;

/// <summary>The fields of a header, as they stand in the file: nothing is checked yet (qcow2.txt, "Header").</summary>
internal struct Qcow2Header
{
    public const int LengthOfVersion2 = 72;
    public const int LengthOfVersion3 = 104;

    public const ulong Dirty = 1 << 0;
    public const ulong Corrupt = 1 << 1;
    public const ulong ExternalData = 1 << 2;
    public const ulong CompressionBit = 1 << 3;
    public const ulong ExtendedL2 = 1 << 4;
    public const ulong KnownIncompatible = Dirty | Corrupt | ExternalData | CompressionBit | ExtendedL2;
    public const ulong LazyRefcounts = 1 << 0;   // of the compatible ones
    public const ulong RawExternalData = 1 << 1; // of those that a writer clears

    public uint Version;
    public ulong BackingOffset;
    public uint BackingLength;
    public uint ClusterBits;
    public ulong Size;
    public uint CryptMethod;
    public uint L1Entries;
    public ulong L1Offset;
    public ulong RefcountTableOffset;
    public uint RefcountTableClusters;
    public uint Snapshots;
    public ulong SnapshotsOffset;
    public ulong Incompatible;
    public ulong Compatible;
    public ulong Autoclear;
    public uint RefcountOrder;
    public uint HeaderLength;
    public byte CompressionType;

    /// <summary>Bytes in a cluster; for a cluster size that is allowed.</summary>
    public readonly ulong ClusterSize => 1UL << (int)ClusterBits;

    /// <summary>Bytes of an entry of an L2 table.</summary>
    public readonly int L2EntrySize => (Incompatible & ExtendedL2) != 0 ? 16 : 8;

    /// <summary>Bytes of the virtual disk that an entry of the L1 table stands for.</summary>
    public readonly ulong L1Reach => ClusterSize / (uint)L2EntrySize * ClusterSize;

    /// <summary>Takes the fields that both versions have.</summary>
    public static Qcow2Header OfVersion2(ReadOnlySpan<byte> bytes)
    {
        return new Qcow2Header
        {
            Version = BigEndian.UInt32(bytes, 4),
            BackingOffset = BigEndian.UInt64(bytes, 8),
            BackingLength = BigEndian.UInt32(bytes, 16),
            ClusterBits = BigEndian.UInt32(bytes, 20),
            Size = BigEndian.UInt64(bytes, 24),
            CryptMethod = BigEndian.UInt32(bytes, 32),
            L1Entries = BigEndian.UInt32(bytes, 36),
            L1Offset = BigEndian.UInt64(bytes, 40),
            RefcountTableOffset = BigEndian.UInt64(bytes, 48),
            RefcountTableClusters = BigEndian.UInt32(bytes, 56),
            Snapshots = BigEndian.UInt32(bytes, 60),
            SnapshotsOffset = BigEndian.UInt64(bytes, 64),
            RefcountOrder = 4,
            HeaderLength = LengthOfVersion2,
        };
    }

    /// <summary>Takes those that version 3 has too.</summary>
    public void AddVersion3(ReadOnlySpan<byte> bytes)
    {
        Incompatible = BigEndian.UInt64(bytes, 72);
        Compatible = BigEndian.UInt64(bytes, 80);
        Autoclear = BigEndian.UInt64(bytes, 88);
        RefcountOrder = BigEndian.UInt32(bytes, 96);
        HeaderLength = BigEndian.UInt32(bytes, 100);
    }
}
