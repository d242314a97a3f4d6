using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Hosted;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>Against ZstdSharp, with all memory between guard pages.</summary>
public sealed class ZstdProperties : IDisposable
{
    private const int MaxLength = 300_000;

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Property(MaxTest = 400)]
    public void What_was_compressed_is_decompressed(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, MaxLength);
        byte[] frame = AnyFrame(data, random);
        _decoders.IsAtStart = random.Next(2) == 0;
        Decoding<ZstdStatus> whole = _decoders.Zstd(frame, data.Length);
        Assert.Equal((ZstdStatus.Done, frame.Length), (whole.Status, whole.Consumed));
        Assert.True(data.AsSpan().SequenceEqual(whole.Output));
    }

    [Property(MaxTest = 200)]
    public void Frames_in_pieces_are_the_same(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] first = SampleData.Any(seed, MaxLength);
        byte[] second = SampleData.Any(seed + 1, MaxLength);
        byte[] frames = [.. AnyFrame(first, random), .. Skippable(random), .. AnyFrame(second, random)];
        int longest = 1 << random.Next(4, 18);
        _decoders.IsAtStart = random.Next(2) == 0;
        int room = first.Length + second.Length;
        Decoding<ZstdStatus> pieces = _decoders.ZstdInPieces(frames, room, () => 1 + random.Next(longest));
        Assert.Equal((ZstdStatus.Done, frames.Length), (pieces.Status, pieces.Consumed));
        Assert.True(pieces.Output.AsSpan().SequenceEqual((byte[])[.. first, .. second]));
    }

    [Property(MaxTest = 200)]
    public void With_too_little_room_it_is_full_to_the_last_byte(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, MaxLength);
        int room = random.Next(data.Length);
        Decoding<ZstdStatus> part = _decoders.Zstd(AnyFrame(data, random), room);
        Assert.Equal(ZstdStatus.OutputFull, part.Status);
        Assert.True(data.AsSpan(0, room).SequenceEqual(part.Output));
    }

    [Property(MaxTest = 200)]
    public void A_frame_that_is_cut_off_needs_input(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, MaxLength);
        byte[] frame = AnyFrame(data, random);
        Decoding<ZstdStatus> part = _decoders.Zstd(frame.AsSpan(0, random.Next(frame.Length)), data.Length);
        Assert.Equal(ZstdStatus.NeedInput, part.Status);
        Assert.True(data.AsSpan().StartsWith(part.Output));
    }

    [Property(MaxTest = 300)] // the fuzzer looks further
    public void A_frame_with_mistakes_is_taken_for_what_it_is(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, 20_000);
        byte[] mutant = Mutation.Of(AnyFrame(data, random), random);
        _decoders.IsAtStart = random.Next(2) == 0;
        byte[]? expected = Zstandard.Read(mutant);
        int room = Math.Max(data.Length, expected?.Length ?? 0) + 1000;
        Decoding<ZstdStatus> whole = _decoders.Zstd(mutant, room);
        if (expected is not null && mutant.Length > 0 && !IsKnownToBeStricter(whole.Status))
        {
            Assert.Equal(ZstdStatus.Done, whole.Status);
            Assert.True(expected.AsSpan().SequenceEqual(whole.Output));
        }

        int longest = 1 << random.Next(4, 12);
        Decoding<ZstdStatus> pieces =
            _decoders.ZstdInPieces(mutant, room, () => 1 + random.Next(longest));
        Assert.Equal(whole.Status, pieces.Status);
        Assert.True(whole.Output.AsSpan().SequenceEqual(pieces.Output));
    }

    /// <summary>
    /// libzstd's fast loops don't look whether a stream of literals ends with its last symbol; RFC 8878, 4.2.2, wants
    /// it to. And it lets a block have 128 KiB of literals where the window is smaller (3.1.1.2.4).
    /// </summary>
    private static bool IsKnownToBeStricter(ZstdStatus status) => status is ZstdStatus.BadLiterals or ZstdStatus.BadLiteralsSize;

    private static byte[] AnyFrame(byte[] data, Random random)
    {
        int level = random.Next(30) == 0 ? random.Next(10, 23) : random.Next(-5, 10);
        return random.Next(3) == 0
            ? Zstandard.CompressInPieces(data, level, random)
            : Zstandard.Compress(data, level, hasChecksum: random.Next(2) == 0, hasSize: random.Next(2) == 0);
    }

    private static byte[] Skippable(Random random)
    {
        byte length = (byte)random.Next(100);
        return [(byte)(0x50 + random.Next(16)), 0x2a, 0x4d, 0x18, length, 0, 0, 0, .. new byte[length]];
    }
}
