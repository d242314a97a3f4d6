using System;
using System.IO;
using System.IO.Compression;
using Airlock.Testing.Formats.Images;

namespace Airlock.Guest.Tests.Image;

/// <summary>Images with contents that are known.</summary>
internal static class Images
{
    /// <summary>A random qcow2 image and what its disk holds.</summary>
    public static byte[] Qcow2(Random random, out byte[] contents)
    {
        var builder = new Qcow2Builder { ClusterBits = random.Next(9, 17) };
        int cluster = (int)builder.ClusterSize;
        int clusters = random.Next(1, 120);
        builder.Size = (ulong)((clusters * cluster) - random.Next(cluster));
        contents = new byte[(int)builder.Size];
        for (int i = 0; i < clusters; i++)
        {
            byte[] data = Cluster(random, cluster);
            switch (random.Next(5))
            {
                case 0:
                    continue;
                case 1:
                    builder.Entry((ulong)i, entry: 1);
                    continue;
                case 2 when Deflate(data) is { } stored && stored.Length < cluster / 2:
                    builder.Compressed((ulong)i, stored, skew: random.Next(cluster / 2));
                    break;
                default:
                    builder.Data((ulong)i, data);
                    break;
            }

            int place = i * cluster;
            data.AsSpan(0, Math.Min(cluster, contents.Length - place)).CopyTo(contents.AsSpan(place));
        }

        return builder.Build();
    }

    /// <summary>A raw deflate stream, as qcow2 has it.</summary>
    public static byte[] Deflate(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal))
        {
            deflate.Write(data);
        }

        return stream.ToArray();
    }

    /// <summary>A cluster that can be compressed: repeated words.</summary>
    private static byte[] Cluster(Random random, int length)
    {
        byte[] word = new byte[random.Next(1, 40)];
        random.NextBytes(word);
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = word[i % word.Length];
        }

        return data;
    }
}
