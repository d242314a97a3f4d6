using System;
using Airlock.Guest.Messages;
using Airlock.Protocol;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Pieces;

/// <summary>A progress message as a frame: made by the guest's codec, read by the host's decoder.</summary>
public class FrameBenchmarks
{
    private readonly FrameDecoder _decoder = new();
    private readonly byte[] _frame = new byte[64];
    private readonly int _length;

    public FrameBenchmarks()
    {
        _length = Encode();
    }

    [Benchmark(Description = "guest: encode a progress frame")]
    public int Encode()
    {
        var message = new Guest.Messages.ProgressMessage
        {
            Operation = "copy"u8,
            Current = 5_000_001,
            Total = 10_000_000,
            Percent = 50,
        };
        return Frame.TryEncode(Guest.Messages.Level.Progress, message, _frame, out int length)
            ? length : throw new InvalidOperationException("The frame doesn't fit.");
    }

    /// <summary>Allocates the two message objects and nothing else.</summary>
    [Benchmark(Description = "host: decode a progress frame")]
    public Protocol.GuestMessage Decode()
    {
        ReadOnlySpan<byte> input = _frame.AsSpan(0, _length);
        return _decoder.Decode(ref input, out Protocol.GuestMessage? message) == DecodeStatus.Message
            ? message! : throw new InvalidOperationException("The frame doesn't decode.");
    }
}
