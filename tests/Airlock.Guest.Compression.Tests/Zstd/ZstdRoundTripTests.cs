using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Hosted;

namespace Airlock.Guest.Compression.Tests.Zstd;

public sealed class ZstdRoundTripTests : IDisposable
{
    private const int Length = 400_000;

    private readonly GuardedDecoders _decoders = new();

    public static TheoryData<int> Levels => [.. Enumerable.Range(-7, 30).Where(level => level != 0)];

    public void Dispose() => _decoders.Dispose();

    [Theory]
    [MemberData(nameof(Levels))]
    public void Each_level_is_read(int level)
    {
        var random = new Random(level);
        byte[] data = [.. SampleData.Words(random, Length / 2), .. SampleData.Records(random, Length / 2)];
        byte[] frame = Zstandard.Compress(data, level, hasChecksum: true);
        Decoding<ZstdStatus> decoding = _decoders.Zstd(frame, data.Length);
        Assert.Equal((ZstdStatus.Done, frame.Length), (decoding.Status, decoding.Consumed));
        Assert.True(data.AsSpan().SequenceEqual(decoding.Output));
    }

    [Fact]
    public void A_frame_cut_off_at_any_byte_gives_whole_blocks()
    {
        byte[] data = SampleData.Words(new Random(1), 3000);
        byte[] frame = Zstandard.Compress(data, 3, hasChecksum: true);
        for (int length = 0; length < frame.Length; length++)
        {
            Decoding<ZstdStatus> decoding = _decoders.Zstd(frame.AsSpan(0, length), data.Length);
            Assert.Equal(ZstdStatus.NeedInput, decoding.Status);
            Assert.True(data.AsSpan().StartsWith(decoding.Output));
        }
    }

    [Fact]
    public void Room_of_any_length_is_filled_and_not_overrun()
    {
        byte[] data = SampleData.Any(seed: 11, maxLength: 3000);
        byte[] frame = Zstandard.Compress(data, 3);
        for (int room = 0; room <= data.Length; room++)
        {
            Decoding<ZstdStatus> decoding = _decoders.Zstd(frame, room);
            Assert.Equal(room < data.Length ? ZstdStatus.OutputFull : ZstdStatus.Done, decoding.Status);
            Assert.True(data.AsSpan(0, room).SequenceEqual(decoding.Output));
        }
    }
}
