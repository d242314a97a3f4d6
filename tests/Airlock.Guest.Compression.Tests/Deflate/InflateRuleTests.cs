using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Hosted;

namespace Airlock.Guest.Compression.Tests.Deflate;

/// <summary>Each rule of RFC 1951, by streams that keep or break it, put together bit by bit.</summary>
public sealed class InflateRuleTests : IDisposable
{
    private const int Room = 1000;

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Fact]
    public void The_reserved_block_type_is_refused() =>
        Check(InflateStatus.BadBlockType, new BitWriter().Number(1, 1).Number(3, 2));

    [Fact]
    public void A_stored_block_is_copied() =>
        Assert.Equal(
            [7, 8, 9], Check(InflateStatus.Done, Stored(isLast: true, length: 3, complement: 0xfffc).Bytes(7, 8, 9)));

    [Fact]
    public void An_empty_stored_block_and_then_another_one_are_a_stream()
    {
        BitWriter stream = Stored(isLast: false, length: 0, complement: 0xffff);
        stream.Number(1, 3).Align().Number(1, 16).Number(0xfffe, 16).Bytes(5);
        Assert.Equal([5], Check(InflateStatus.Done, stream));
    }

    [Fact]
    public void A_stored_length_that_contradicts_its_complement_is_refused() =>
        Check(InflateStatus.BadStoredLength, Stored(isLast: true, length: 3, complement: 0xfffd).Bytes(7, 8, 9));

    [Fact]
    public void A_stored_block_longer_than_the_stream_needs_input() =>
        Assert.Equal(
            [7, 8], Check(InflateStatus.NeedInput, Stored(isLast: true, length: 3, complement: 0xfffc).Bytes(7, 8)));

    [Fact]
    public void A_stored_block_longer_than_the_room_fills_it() =>
        Assert.Equal(
            [7, 8], Check(InflateStatus.OutputFull, Stored(isLast: true, length: 3, complement: 0xfffc).Bytes(7, 8, 9), 2));

    [Fact]
    public void A_fixed_block_has_literals_lengths_and_distances()
    {
        // 'a', then length 3 at distance 1, then the end.
        BitWriter stream = Fixed().Code(0x30 + 'a', 8).Code(1, 7).Code(0, 5).Code(0, 7);
        Assert.Equal("aaaa"u8.ToArray(), Check(InflateStatus.Done, stream));
    }

    [Fact]
    public void The_longest_match_has_no_extra_bits()
    {
        BitWriter stream = Fixed().Code(0x30, 8).Code(0b11000101, 8).Code(0, 5).Code(0, 7);
        Assert.Equal(new byte[259], Check(InflateStatus.Done, stream));
    }

    [Fact]
    public void A_match_before_the_first_byte_is_refused() =>
        Check(InflateStatus.DistanceTooFar, Fixed().Code(0x30, 8).Code(1, 7).Code(1, 5).Code(0, 7));

    [Fact]
    public void A_match_of_nothing_is_refused() =>
        Check(InflateStatus.DistanceTooFar, Fixed().Code(1, 7).Code(0, 5).Code(0, 7));

    [Theory]
    [InlineData(0b11000110)]
    [InlineData(0b11000111)]
    public void Lengths_that_do_not_exist_are_refused(uint code) =>
        Check(InflateStatus.BadSymbol, Fixed().Code(0x30, 8).Code(code, 8).Number(0, 20));

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Distances_that_do_not_exist_are_refused(uint code) =>
        Check(InflateStatus.BadSymbol, Fixed().Code(0x30, 8).Code(1, 7).Code(code, 5).Number(0, 20));

    [Theory]
    [InlineData(286, 30, InflateStatus.NeedInput)]
    [InlineData(287, 1, InflateStatus.TooManyCodes)]
    [InlineData(257, 31, InflateStatus.TooManyCodes)]
    public void The_numbers_of_codes_are_limited(uint literals, uint distances, InflateStatus expected) =>
        Check(expected, new BitWriter().Number(5, 3).Number(literals - 257, 5).Number(distances - 1, 5).Number(0, 4));

    [Theory]
    [InlineData(1, 1, 1)] // over-subscribed
    [InlineData(1, 2, 0)] // incomplete
    [InlineData(0, 0, 0)] // empty
    public void The_code_of_code_lengths_is_complete(int first, int second, int third)
    {
        var lengths = new DynamicBlock(literals: 257, distances: 1);
        lengths.Precode[0] = first;
        lengths.Precode[1] = second;
        lengths.Precode[2] = third;
        Check(InflateStatus.BadLengthCode, lengths.ToBits());
    }

    [Fact]
    public void A_repeat_without_a_length_before_it_is_refused() =>
        Check(InflateStatus.BadRepeat, DynamicBlock.WithLengths([]).Repeat(16, 0, 2).ToBits());

    [Fact]
    public void A_repeat_beyond_the_last_length_is_refused() =>
        Check(InflateStatus.BadRepeat, DynamicBlock.WithLengths([1]).Repeat(18, 127, 7).Repeat(18, 127, 7).ToBits());

    [Fact]
    public void A_block_without_end_is_refused() =>
        Check(
            InflateStatus.NoEndOfBlock,
            DynamicBlock.WithLengths([1, 1]).Repeat(18, 127, 7).Repeat(18, 106, 7).ToBits());

    [Theory]
    [InlineData(1, 1, 1)] // over-subscribed
    [InlineData(1, 2, 0)] // incomplete
    public void The_code_of_literals_is_complete(int first, int second, int end) =>
        Check(
            InflateStatus.BadLiteralCode,
            DynamicBlock.WithLengths([first, second]).Repeat(18, 127, 7).Repeat(18, 105, 7)
                .Lengths(end == 0 ? 3 : end).Lengths(1).ToBits());

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(0, 0, 2)]
    public void The_code_of_distances_is_complete_or_has_one_bit(int first, int second, int third) =>
        Check(
            InflateStatus.BadDistanceCode,
            DynamicBlock.WithLengths([1], distances: 3).Repeat(18, 127, 7).Repeat(18, 106, 7).Lengths(1)
                .Lengths(first, second, third).ToBits());

    [Fact]
    public void A_block_of_literals_needs_no_distances()
    {
        BitWriter stream = DynamicBlock.WithLengths([1]).Repeat(18, 127, 7).Repeat(18, 106, 7).Lengths(1).Lengths(0).ToBits();
        Assert.Equal([0, 0], Check(InflateStatus.Done, stream.Code(0, 1).Code(0, 1).Code(1, 1)));
    }

    [Fact]
    public void A_single_distance_has_one_bit_and_the_other_one_is_refused()
    {
        Assert.Equal([0, 0, 0, 0], Check(InflateStatus.Done, WithOneDistance().Code(0, 1).Code(3, 2).Code(0, 1).Code(2, 2)));
        Check(InflateStatus.BadSymbol, WithOneDistance().Code(0, 1).Code(3, 2).Code(1, 1).Code(2, 2));
    }

    [Fact]
    public void An_end_of_block_code_alone_is_a_block()
    {
        BitWriter stream = DynamicBlock.WithLengths([]).Repeat(18, 127, 7).Repeat(18, 107, 7).Lengths(1).Lengths(0).ToBits();
        Check(InflateStatus.Done, stream.Code(0, 1));
        stream = DynamicBlock.WithLengths([]).Repeat(18, 127, 7).Repeat(18, 107, 7).Lengths(1).Lengths(0).ToBits();
        Check(InflateStatus.BadSymbol, stream.Code(1, 1).Number(0, 8));
    }

    [Fact]
    public void How_it_has_ended_is_said_again()
    {
        var inflater = default(Inflater);
        var target = new TargetBytes(new byte[Room]);
        var source = new SourceBytes([7]);
        uint[] workspace = new uint[Inflater.WorkspaceWords];
        Assert.Equal(InflateStatus.BadBlockType, inflater.Run(ref source, ref target, workspace));
        source = new SourceBytes([3, 0]);
        Assert.Equal(InflateStatus.BadBlockType, inflater.Run(ref source, ref target, workspace));
    }

    // Literal 0 has code 0, the end 10, length 3 has 11; distance 1 has code 0.
    private static BitWriter WithOneDistance() =>
        DynamicBlock.WithLengths([1], literals: 258).Repeat(18, 127, 7).Repeat(18, 106, 7).Lengths(2, 2).Lengths(1).ToBits();

    private static BitWriter Fixed() => new BitWriter().Number(3, 3);

    private static BitWriter Stored(bool isLast, uint length, uint complement) =>
        new BitWriter().Number(isLast ? 1u : 0, 3).Align().Number(length, 16).Number(complement, 16);

    private byte[] Check(InflateStatus expected, BitWriter stream, int room = Room)
    {
        // Long streams take the fast way, too.
        byte[] bytes = stream.ToArray();
        Decoding<InflateStatus> careful = _decoders.Inflate(bytes, room);
        Assert.Equal(expected, careful.Status);
        if (expected != InflateStatus.NeedInput)
        {
            Decoding<InflateStatus> fast = _decoders.Inflate([.. bytes, .. new byte[64]], room);
            Assert.Equal(expected, fast.Status);
            Assert.Equal(careful.Output, fast.Output);
        }

        byte[]? reference = Deflated.Read(bytes);
        Assert.True(reference is not null || expected is not (InflateStatus.Done or InflateStatus.OutputFull));
        return careful.Output;
    }
}
