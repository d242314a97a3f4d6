using System.IO.Compression;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Hosted;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Compression.Tests.Deflate;

/// <summary>Against System.IO.Compression, with all memory between guard pages.</summary>
public sealed class InflateProperties : IDisposable
{
    private const int MaxLength = 200_000;

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Property(MaxTest = 400)]
    public void What_was_deflated_is_inflated(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, MaxLength);
        byte[] stream = AnyStream(data, random);
        _decoders.IsAtStart = random.Next(2) == 0;
        Decoding<InflateStatus> whole = _decoders.Inflate([.. stream, 1, 2, 3], data.Length);
        Assert.Equal((InflateStatus.Done, stream.Length), (whole.Status, whole.Consumed));
        Assert.True(data.AsSpan().SequenceEqual(whole.Output));
    }

    [Property(MaxTest = 200)]
    public void A_stream_in_pieces_is_the_same(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, 40_000);
        byte[] stream = AnyStream(data, random);
        int longest = 1 << random.Next(12);
        Decoding<InflateStatus> pieces = _decoders.InflateInPieces(
            [.. stream, 1, 2, 3], data.Length + random.Next(2), () => random.Next(longest + 1));
        Assert.Equal((InflateStatus.Done, stream.Length), (pieces.Status, pieces.Consumed));
        Assert.True(data.AsSpan().SequenceEqual(pieces.Output));
    }

    [Property(MaxTest = 200)]
    public void With_too_little_room_it_is_full_to_the_last_byte(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = [1, .. SampleData.Any(seed, MaxLength)];
        byte[] stream = AnyStream(data, random);
        int room = random.Next(data.Length);
        Decoding<InflateStatus> part = _decoders.Inflate(stream, room);
        Assert.Equal(InflateStatus.OutputFull, part.Status);
        Assert.True(data.AsSpan(0, room).SequenceEqual(part.Output));
    }

    [Property(MaxTest = 200)]
    public void A_stream_that_is_cut_off_needs_input(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, MaxLength);
        byte[] stream = AnyStream(data, random);
        Decoding<InflateStatus> part = _decoders.Inflate(stream.AsSpan(0, random.Next(stream.Length)), data.Length);
        Assert.Equal(InflateStatus.NeedInput, part.Status);
        Assert.True(data.AsSpan().StartsWith(part.Output));
    }

    [Property(MaxTest = 2000)]
    public void A_stream_with_mistakes_is_taken_for_what_it_is(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, 20_000);
        byte[] mutant = Mutation.Of(AnyStream(data, random), random);
        _decoders.IsAtStart = random.Next(2) == 0;
        byte[]? expected = Deflated.Read(mutant);
        int room = Math.Max(data.Length, expected?.Length ?? 0) + 1000;
        Decoding<InflateStatus> whole = _decoders.Inflate(mutant, room);
        if (whole.Status is InflateStatus.Done)
        {
            Assert.True(expected?.AsSpan().SequenceEqual(whole.Output));
        }
        else if (expected is not null)
        {
            // .NET takes a stream that is cut off for one that is over, and zlib sees that a code of code lengths is
            // empty only when it needs it.
            Assert.True(whole.Status is InflateStatus.NeedInput or InflateStatus.BadLengthCode);
            Assert.True(expected.AsSpan().SequenceEqual(whole.Output));
        }

        int longest = 1 << random.Next(12);
        Decoding<InflateStatus> pieces =
            _decoders.InflateInPieces(mutant, room, () => random.Next(longest + 1));
        Assert.Equal(whole.Status, pieces.Status);
        Assert.True(whole.Output.AsSpan().SequenceEqual(pieces.Output));
    }

    private static byte[] AnyStream(byte[] data, Random random)
    {
        ZLibCompressionStrategy[] strategies = Enum.GetValues<ZLibCompressionStrategy>();
        int flushEvery = random.Next(4) == 0 ? random.Next(1, 5000) : int.MaxValue;
        return Deflated.Raw(data, random.Next(10), strategies[random.Next(strategies.Length)], flushEvery);
    }
}
