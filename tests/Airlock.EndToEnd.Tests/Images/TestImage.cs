using System.IO.Compression;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary>A qcow2 image with clusters of each kind, and the disk that is in it.</summary>
internal sealed class TestImage
{
    private readonly Random _random = new(1);

    private TestImage(Qcow2Builder builder)
    {
        Builder = builder;
        Contents = new byte[builder.Size];
    }

    public Qcow2Builder Builder { get; }

    /// <summary>The virtual disk.</summary>
    public byte[] Contents { get; }

    /// <summary>Data, holes, zeroes and deflated clusters, in turn, over a disk that ends within a cluster.</summary>
    public static TestImage Mixed(int clusterBits = 16, int clusters = 40, uint version = 3)
    {
        var image = new TestImage(new Qcow2Builder
        {
            Version = version,
            ClusterBits = clusterBits,
            Size = ((ulong)clusters << clusterBits) - (1UL << clusterBits >> 1),
        });
        for (ulong cluster = 0; cluster < (ulong)clusters; cluster++)
        {
            image.Add(cluster, (int)(cluster % 5));
        }

        return image;
    }

    /// <summary>A large disk of which little is there, at places all over it, every other one deflated.</summary>
    public static TestImage Scattered(ulong size)
    {
        var image = new TestImage(new Qcow2Builder { ClusterBits = 16, Size = size });
        ulong clusters = size >> image.Builder.ClusterBits;
        for (ulong cluster = 0; cluster < clusters; cluster += 199)
        {
            image.Add(cluster, cluster % 2 == 0 ? 3 : 0);
        }

        return image;
    }

    /// <summary>Writes the image as the folder's input.</summary>
    public string WriteTo(TemporaryFolder folder) => folder.WriteFile("in.img", Builder.Build());

    private void Add(ulong cluster, int kind)
    {
        byte[] data = new byte[Builder.ClusterSize];
        switch (kind)
        {
            case 0 or 1:
                _random.NextBytes(data);
                Builder.Data(cluster, data);
                break;
            case 2 when Builder.Version == 3:
                Builder.Entry(cluster, 1); // zeroes, without a place of their own
                break;
            case 3:
                _random.NextBytes(data.AsSpan(0, data.Length / 4));
                Builder.Compressed(cluster, Deflate(data), skew: 77);
                break;
        }

        long offset = (long)(cluster * Builder.ClusterSize);
        data.AsSpan(0, (int)Math.Min(data.Length, Contents.Length - offset)).CopyTo(Contents.AsSpan((int)offset));
    }

    private static byte[] Deflate(byte[] data)
    {
        using var stored = new MemoryStream();
        using (var deflate = new DeflateStream(stored, CompressionLevel.Optimal))
        {
            deflate.Write(data);
        }

        return stored.ToArray();
    }
}
