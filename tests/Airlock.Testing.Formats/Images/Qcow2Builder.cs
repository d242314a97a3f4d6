using System;
using System.Collections.Generic;

namespace Airlock.Testing.Formats.Images;

/// <summary>
/// Makes qcow2 images (qcow2.txt): header, refcount table and block, L1 table, L2 tables and clusters, in that order.
/// What it makes is valid unless a test changes it.
/// </summary>
public sealed class Qcow2Builder
{
    /// <summary>Where the refcount table lies, in clusters.</summary>
    public const int RefcountTableCluster = 1;

    /// <summary>Where the L1 table lies, in clusters.</summary>
    public const int L1Cluster = 3;

    private readonly List<byte[]> _clusters = [];
    private readonly Dictionary<ulong, (ulong Entry, ulong Bits)> _entries = [];

    /// <summary>2 or 3.</summary>
    public uint Version { get; set; } = 3;

    /// <summary>9 to 21.</summary>
    public int ClusterBits { get; set; } = 12;

    /// <summary>Bytes of the virtual disk.</summary>
    public ulong Size { get; set; } = 1 << 20;

    /// <summary>Whether L2 entries have 16 bytes.</summary>
    public bool IsExtended { get; set; }

    /// <summary>0 deflate, 1 zstd.</summary>
    public byte CompressionType { get; set; }

    /// <summary>Further incompatible features.</summary>
    public ulong Incompatible { get; set; }

    /// <summary>What lies between header and the end of extensions.</summary>
    public byte[] Extensions { get; set; } = [];

    /// <summary>The name of a backing file; empty: none.</summary>
    public byte[] BackingFile { get; set; } = [];

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength => Version == 2 ? 72 : CompressionType != 0 ? 112 : 104;

    /// <summary>Bytes of a cluster.</summary>
    public ulong ClusterSize => 1UL << ClusterBits;

    /// <summary>Bytes of a cluster, or of the 32nd part of one.</summary>
    public ulong UnitSize => IsExtended ? ClusterSize / 32 : ClusterSize;

    /// <summary>Where the L1 table lies, in bytes.</summary>
    public int L1Offset => L1Cluster << ClusterBits;

    /// <summary>Where the first L2 table lies, in bytes.</summary>
    public int FirstL2Offset => (L1Cluster + L1Clusters) << ClusterBits;

    private int L2EntrySize => IsExtended ? 16 : 8;

    private ulong EntriesOfL2 => ClusterSize / (ulong)L2EntrySize;

    private ulong VirtualClusters => (Size + ClusterSize - 1) / ClusterSize;

    private ulong L1Entries => (VirtualClusters + EntriesOfL2 - 1) / EntriesOfL2;

    private int L1Clusters => (int)Math.Max(1, ((L1Entries * 8) + ClusterSize - 1) / ClusterSize);

    /// <summary>
    /// An entry of an L2 table, as it is; the offset of a cluster in it counts from the first data cluster.
    /// </summary>
    public Qcow2Builder Entry(ulong cluster, ulong entry, ulong bits = 0)
    {
        _entries[cluster] = (entry, bits);
        return this;
    }

    /// <summary>A cluster with data.</summary>
    /// <param name="cluster">Of the virtual disk.</param>
    /// <param name="data">Up to a cluster.</param>
    /// <param name="flags">Bits of the entry besides its offset.</param>
    /// <param name="bits">With extended entries: which parts are allocated, and which are zero.</param>
    public Qcow2Builder Data(
        ulong cluster, ReadOnlySpan<byte> data, ulong flags = 1UL << 63, ulong bits = uint.MaxValue)
    {
        byte[] stored = new byte[ClusterSize];
        data.CopyTo(stored);
        _clusters.Add(stored);
        _entries[cluster] = (((ulong)_clusters.Count << ClusterBits) | flags, bits);
        return this;
    }

    /// <summary>A compressed cluster, alone in its clusters of the file.</summary>
    /// <param name="cluster">Of the virtual disk.</param>
    /// <param name="stored">What is stored, up to a cluster less <paramref name="skew"/>.</param>
    /// <param name="skew">How far behind a cluster's boundary it begins.</param>
    public Qcow2Builder Compressed(ulong cluster, ReadOnlySpan<byte> stored, int skew = 0)
    {
        byte[] bytes = new byte[ClusterSize];
        stored.CopyTo(bytes.AsSpan(skew));
        _clusters.Add(bytes);
        int offsetBits = 62 - (ClusterBits - 8);
        ulong sectors = (ulong)((skew % 512) + stored.Length - 1) / 512;
        ulong offset = ((ulong)_clusters.Count << ClusterBits) + (ulong)skew;
        _entries[cluster] = ((1UL << 62) | (sectors << offsetBits) | offset, 0);
        return this;
    }

    /// <summary>A header extension with its padding.</summary>
    public Qcow2Builder Extension(uint type, ReadOnlySpan<byte> content)
    {
        byte[] extension = new byte[8 + ((content.Length + 7) / 8 * 8)];
        extension.Big32(0, type).Big32(4, (uint)content.Length).Bytes(8, content);
        Extensions = [.. Extensions, .. extension];
        return this;
    }

    /// <summary>The image.</summary>
    public byte[] Build()
    {
        int tables = CountOfTables();
        int firstData = L1Cluster + L1Clusters + tables;
        byte[] image = new byte[(firstData + _clusters.Count) << ClusterBits];
        WriteHeader(image);
        image.Big64(RefcountTableCluster << ClusterBits, 2 * ClusterSize);
        WriteTables(image, firstData);
        for (int i = 0; i < _clusters.Count; i++)
        {
            image.Bytes((firstData + i) << ClusterBits, _clusters[i]);
        }

        return image;
    }

    private int CountOfTables()
    {
        var tables = new HashSet<ulong>();
        foreach (ulong cluster in _entries.Keys)
        {
            tables.Add(cluster / EntriesOfL2);
        }

        return tables.Count;
    }

    private void WriteHeader(byte[] image)
    {
        image.Bytes(0, [(byte)'Q', (byte)'F', (byte)'I', 0xfb]).Big32(4, Version).Big32(20, (uint)ClusterBits);
        image.Big64(24, Size).Big32(36, (uint)L1Entries).Big64(40, (ulong)L1Offset);
        image.Big64(48, ClusterSize * RefcountTableCluster).Big32(56, 1);
        if (Version >= 3)
        {
            ulong features = Incompatible | (IsExtended ? 16UL : 0) | (CompressionType != 0 ? 8UL : 0);
            image.Big64(72, features).Big32(96, 4).Big32(100, (uint)HeaderLength);
        }

        if (CompressionType != 0)
        {
            image[104] = CompressionType;
        }

        image.Bytes(HeaderLength, Extensions);
        if (BackingFile.Length != 0)
        {
            int offset = HeaderLength + Extensions.Length + 8;
            image.Bytes(offset, BackingFile).Big64(8, (ulong)offset).Big32(16, (uint)BackingFile.Length);
        }
    }

    private void WriteTables(byte[] image, int firstData)
    {
        var tables = new Dictionary<ulong, int>();
        foreach ((ulong cluster, (ulong entry, ulong bits)) in _entries)
        {
            ulong index = cluster / EntriesOfL2;
            if (!tables.TryGetValue(index, out int table))
            {
                table = FirstL2Offset + (tables.Count << ClusterBits);
                tables.Add(index, table);
                image.Big64(L1Offset + (int)(index * 8), (uint)table | (1UL << 63));
            }

            int place = table + (int)(cluster % EntriesOfL2 * (ulong)L2EntrySize);
            image.Big64(place, Relocated(entry, firstData));
            if (IsExtended)
            {
                image.Big64(place + 8, bits);
            }
        }
    }

    /// <summary>The cluster with number 1 is the first one of data.</summary>
    private ulong Relocated(ulong entry, int firstData)
    {
        bool isCompressed = (entry >> 62 & 1) != 0;
        int offsetBits = isCompressed ? 62 - (ClusterBits - 8) : 56;
        ulong offset = entry & ((1UL << offsetBits) - 1) & ~(isCompressed ? 0UL : 511UL);
        return offset == 0 ? entry : entry + ((ulong)(firstData - 1) << ClusterBits);
    }
}
