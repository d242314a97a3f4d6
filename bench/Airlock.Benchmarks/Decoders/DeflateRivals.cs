using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Deflate;

namespace Airlock.Benchmarks.Decoders;

/// <summary>Inflate: ours first, .NET's, and zlib's where it is installed.</summary>
internal static class DeflateRivals
{
    private const int Level = 9;

    public static List<RaceDecoder> For(RaceData data)
    {
        byte[] stream = Compress(data.Content);
        uint[] workspace = new uint[Inflater.WorkspaceWords];
        List<RaceDecoder> decoders =
        [
            new("inflate: ours", target => Ours(stream, target, workspace)),
            new("inflate: .NET (zlib-ng)", target => Framework(stream, target)),
        ];
        if (ZlibLibrary.TryStart() is { } zlib)
        {
            decoders.Add(new RaceDecoder($"inflate: zlib {ZlibLibrary.Version}", target => zlib.Inflate(stream, target)));
        }

        return decoders;
    }

    private static byte[] Compress(byte[] data)
    {
        using var output = new MemoryStream();
        var options = new ZLibCompressionOptions { CompressionLevel = Level };
        using (var deflate = new DeflateStream(output, options, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return output.ToArray();
    }

    private static void Ours(byte[] stream, byte[] target, uint[] workspace)
    {
        var from = new SourceBytes(stream);
        var to = new TargetBytes(target);
        default(Inflater).Run(ref from, ref to, workspace);
    }

    private static void Framework(byte[] stream, byte[] target)
    {
        using var input = new MemoryStream(stream);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        inflate.ReadExactly(target);
    }
}
