using System.Collections.Generic;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Zstd;
using ZstdSharp;

namespace Airlock.Benchmarks.Decoders;

/// <summary>Zstd: ours first, ZstdSharp, and libzstd where it is installed.</summary>
internal static class ZstdRivals
{
    private const int Level = 3;

    public static List<RaceDecoder> For(RaceData data)
    {
        using var compressor = new Compressor(Level);
        byte[] frame = compressor.Wrap(data.Content).ToArray();
        byte[] workspace = new byte[ZstdDecoder.WorkspaceLength];
        var port = new Decompressor();
        List<RaceDecoder> decoders =
        [
            new("zstd: ours", target => Ours(frame, target, workspace)),
            new("zstd: ZstdSharp", target => port.Unwrap(frame, target)),
        ];
        if (ZstdLibrary.TryStart() is { } library)
        {
            decoders.Add(new RaceDecoder($"zstd: libzstd {ZstdLibrary.Version}", target => library.Decompress(frame, target)));
        }

        return decoders;
    }

    private static void Ours(byte[] frame, byte[] target, byte[] workspace)
    {
        var from = new SourceBytes(frame);
        var to = new TargetBytes(target);
        default(ZstdDecoder).Run(ref from, ref to, workspace);
    }
}
