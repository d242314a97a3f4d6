using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>Frames made, and read, by ZstdSharp, a port of libzstd.</summary>
internal static class Zstandard
{
    public static byte[] Compress(byte[] data, int level, bool hasChecksum = false, bool hasSize = true)
    {
        using var compressor = new Compressor(level);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, hasChecksum ? 1 : 0);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_contentSizeFlag, hasSize ? 1 : 0);
        return compressor.Wrap(data).ToArray();
    }

    /// <summary>Written piece by piece: blocks of all sizes, no content size.</summary>
    public static byte[] CompressInPieces(byte[] data, int level, Random random)
    {
        using var output = new MemoryStream();
        using (var stream = new CompressionStream(output, level, leaveOpen: true))
        {
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, random.Next(2));
            int longest = 1 << random.Next(4, 18);
            for (int at = 0; at < data.Length;)
            {
                int length = Math.Min(data.Length - at, 1 + random.Next(longest));
                stream.Write(data, at, length);
                stream.Flush();
                at += length;
            }
        }

        return output.ToArray();
    }

    /// <summary>What ZstdSharp makes of frames; null if it refuses them, or they are cut off.</summary>
    public static byte[]? Read(byte[] frames)
    {
        using var input = new MemoryStream(frames);
        using var stream = new DecompressionStream(input);
        using var output = new MemoryStream();
        try
        {
            stream.CopyTo(output);
            return output.ToArray();
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            return null;
        }
    }
}
