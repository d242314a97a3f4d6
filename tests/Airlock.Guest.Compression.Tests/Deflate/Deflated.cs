using System.IO.Compression;

namespace Airlock.Guest.Compression.Tests.Deflate;

/// <summary>Streams made, and read, by System.IO.Compression.</summary>
internal static class Deflated
{
    /// <param name="level">0 to 9.</param>
    public static byte[] Raw(byte[] data, int level, ZLibCompressionStrategy strategy, int flushEvery = int.MaxValue)
    {
        using var output = new MemoryStream();
        var options = new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy };
        using (var deflate = new DeflateStream(output, options, leaveOpen: true))
        {
            Write(deflate, data, flushEvery);
        }

        return output.ToArray();
    }

    public static byte[] Zlib(byte[] data, int level)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            zlib.Write(data);
        }

        return output.ToArray();
    }

    /// <summary>What .NET makes of a stream; null if it refuses it.</summary>
    public static byte[]? Read(byte[] stream, bool isZlib = false)
    {
        using var input = new MemoryStream(stream);
        using Stream decoder = isZlib
            ? new ZLibStream(input, CompressionMode.Decompress)
            : new DeflateStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        try
        {
            decoder.CopyTo(output);
            return output.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static void Write(DeflateStream deflate, byte[] data, int flushEvery)
    {
        for (int at = 0; at < data.Length; at += flushEvery)
        {
            int length = Math.Min(flushEvery, data.Length - at);
            deflate.Write(data, at, length);
            if (length == flushEvery)
            {
                deflate.Flush();
            }
        }
    }
}
