using System.IO.Compression;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Hosted;

namespace Airlock.Guest.Compression.Tests.Deflate;

public sealed class InflateRoundTripTests : IDisposable
{
    private const int Length = 300_000;

    private readonly GuardedDecoders _decoders = new();

    public static TheoryData<int, ZLibCompressionStrategy> Ways
    {
        get
        {
            var ways = new TheoryData<int, ZLibCompressionStrategy>();
            foreach (ZLibCompressionStrategy strategy in Enum.GetValues<ZLibCompressionStrategy>())
            {
                for (int level = 0; level <= 9; level++)
                {
                    ways.Add(level, strategy);
                }
            }

            return ways;
        }
    }

    public void Dispose() => _decoders.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_level_and_strategy_is_read(int level, ZLibCompressionStrategy strategy)
    {
        var random = new Random(level);
        foreach (byte[] data in (byte[][])[SampleData.Words(random, Length), SampleData.Records(random, Length)])
        {
            byte[] stream = Deflated.Raw(data, level, strategy);
            Decoding<InflateStatus> decoding = _decoders.Inflate(stream, data.Length);
            Assert.Equal((InflateStatus.Done, stream.Length), (decoding.Status, decoding.Consumed));
            Assert.True(data.AsSpan().SequenceEqual(decoding.Output));
        }
    }

    [Fact]
    public void A_stream_cut_off_at_any_byte_gives_what_was_there()
    {
        byte[] data = SampleData.Words(new Random(1), 3000);
        byte[] stream = Deflated.Raw(data, 9, ZLibCompressionStrategy.Default);
        for (int length = 0; length < stream.Length; length++)
        {
            Decoding<InflateStatus> decoding = _decoders.Inflate(stream.AsSpan(0, length), data.Length);
            Assert.Equal((InflateStatus.NeedInput, length), (decoding.Status, decoding.Consumed));
            Assert.True(data.AsSpan().StartsWith(decoding.Output));
        }
    }

    [Fact]
    public void Room_of_any_length_is_filled_and_not_overrun()
    {
        byte[] data = SampleData.Any(seed: 11, maxLength: 3000);
        byte[] stream = Deflated.Raw(data, 9, ZLibCompressionStrategy.Default);
        for (int room = 0; room <= data.Length; room++)
        {
            Decoding<InflateStatus> decoding = _decoders.Inflate(stream, room);
            Assert.Equal(room < data.Length ? InflateStatus.OutputFull : InflateStatus.Done, decoding.Status);
            Assert.True(data.AsSpan(0, room).SequenceEqual(decoding.Output));
        }
    }
}
