using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;

namespace Unpack;

/// <summary>
/// Decodes a zlib stream and a zstd frame on bare metal, and says whether both were what they should be.
/// </summary>
internal static unsafe class Program
{
    private const int MaxFrameLength = 64;

    // Memory that belongs to nobody else: the last 2 MiB of a machine's 8.
    private const ulong FreeMemory = 0x60_0000;

    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress)
    {
        // SAFETY: RAM behind the program, its stack and the queues, of which this program has none.
        var memory = new Span<byte>((void*)FreeMemory, 0x20_0000);
        Span<byte> first = memory.Slice(0, Streams.ContentLength);
        Span<byte> second = memory.Slice(Streams.ContentLength, Streams.ContentLength);
        Span<byte> rest = memory.Slice(0x1_0000);

        bool success = IsUnzipped(first, rest) && IsDecompressed(second, rest) && first.SequenceEqual(second);
        Complete(success);
    }

    private static bool IsUnzipped(Span<byte> output, Span<byte> memory)
    {
        var source = new SourceBytes(Streams.Zlib);
        var target = new TargetBytes(output);
        var workspace = new Span<uint>(Unsafe.AsPointer(ref memory[0]), Inflater.WorkspaceWords);
        return default(ZlibDecoder).Run(ref source, ref target, workspace) == InflateStatus.Done
            && target.Position == output.Length;
    }

    private static bool IsDecompressed(Span<byte> output, Span<byte> memory)
    {
        var source = new SourceBytes(Streams.Zstd);
        var target = new TargetBytes(output);
        return default(ZstdDecoder).Run(ref source, ref target, memory) == ZstdStatus.Done
            && target.Position == output.Length;
    }

    private static void Complete(bool success)
    {
        var complete = new CompleteMessage { Operation = "unpack"u8, Count = Streams.ContentLength, Success = success };
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        if (Frame.TryEncode(Level.Complete, complete, frame, out int length))
        {
            default(SerialTransport<BareMetal>).Send(frame.Slice(0, length));
        }
    }
}
