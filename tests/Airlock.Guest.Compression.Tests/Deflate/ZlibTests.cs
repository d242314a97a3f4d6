using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Hosted;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Compression.Tests.Deflate;

/// <summary>The rules of RFC 1950.</summary>
public sealed class ZlibTests : IDisposable
{
    // Header, an empty fixed block, the checksum of nothing.
    private static readonly byte[] s_empty = [0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Property(MaxTest = 200)]
    public void What_was_compressed_is_decompressed_in_pieces_too(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, 100_000);
        byte[] stream = Deflated.Zlib(data, random.Next(10));
        Decoding<InflateStatus> whole = _decoders.Unzlib(stream, data.Length);
        Assert.Equal((InflateStatus.Done, stream.Length), (whole.Status, whole.Consumed));
        Assert.True(data.AsSpan().SequenceEqual(whole.Output));
        int longest = 1 << random.Next(14);
        Decoding<InflateStatus> pieces = _decoders.UnzlibInPieces(stream, data.Length, () => random.Next(longest + 1));
        Assert.Equal(InflateStatus.Done, pieces.Status);
        Assert.True(data.AsSpan().SequenceEqual(pieces.Output));
    }

    [Property(MaxTest = 500)]
    public void A_stream_with_mistakes_is_never_taken_for_another(DoNotSize<int> any)
    {
        int seed = any.Item;
        var random = new Random(seed);
        byte[] data = SampleData.Any(seed, 5000);
        byte[] mutant = Mutation.Of(Deflated.Zlib(data, random.Next(10)), random);
        byte[]? expected = Deflated.Read(mutant, isZlib: true);
        Decoding<InflateStatus> decoding = _decoders.Unzlib(mutant, Math.Max(data.Length, expected?.Length ?? 0) + 1000);
        if (decoding.Status is InflateStatus.Done)
        {
            Assert.True(expected?.AsSpan().SequenceEqual(decoding.Output));
        }
        else if (expected is not null)
        {
            Assert.True(
                decoding.Status is InflateStatus.NeedInput or InflateStatus.BadLengthCode or InflateStatus.NeedsDictionary);
        }
    }

    [Fact]
    public void An_empty_stream_is_one() => Assert.Equal(InflateStatus.Done, _decoders.Unzlib(s_empty, 0).Status);

    [Fact]
    public void A_stream_cut_off_at_any_byte_needs_input()
    {
        for (int length = 0; length < s_empty.Length; length++)
        {
            Assert.Equal(InflateStatus.NeedInput, _decoders.Unzlib(s_empty.AsSpan(0, length), 0).Status);
        }
    }

    [Theory]
    [InlineData(0x78, 0x9d, InflateStatus.BadHeaderCheck)]
    [InlineData(0x79, 0x00, InflateStatus.BadMethod)]
    [InlineData(0x88, 0x00, InflateStatus.WindowTooLarge)]
    [InlineData(0x78, 0x20, InflateStatus.NeedsDictionary)]
    public void Each_field_of_the_header_is_checked(int first, int second, InflateStatus expected)
    {
        // The check bits are right, unless they are what is wrong.
        int wrong = ((first << 8) | second) % 31;
        byte[] stream = [.. s_empty];
        stream[0] = (byte)first;
        stream[1] = (byte)(expected == InflateStatus.BadHeaderCheck || wrong == 0 ? second : second + 31 - wrong);
        Assert.Equal(expected, _decoders.Unzlib(stream, 0).Status);
        Assert.Null(Deflated.Read(stream, isZlib: true));
    }

    [Fact]
    public void A_checksum_of_something_else_is_refused()
    {
        byte[] stream = [.. s_empty];
        stream[^1] = 2;
        Assert.Equal(InflateStatus.BadChecksum, _decoders.Unzlib(stream, 0).Status);
    }
}
