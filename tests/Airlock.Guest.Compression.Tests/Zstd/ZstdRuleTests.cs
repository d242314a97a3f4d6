using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Hosted;

namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>Each rule of RFC 8878 for frames, blocks and sequences, by frames that keep or break it.</summary>
public sealed class ZstdRuleTests : IDisposable
{
    private const int Room = 300_000;

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Fact]
    public void Another_magic_number_is_refused() => Check(ZstdStatus.BadMagic, [0x27, 0xb5, 0x2f, 0xfd, 0, 0, 0]);

    [Fact]
    public void The_unused_bit_may_be_set_and_the_reserved_one_may_not()
    {
        Check(ZstdStatus.Done, new FrameBuilder().Bytes(0x10, 0x38).Raw([]));
        Check(ZstdStatus.ReservedBit, new FrameBuilder().Bytes(0x08, 0x38).Raw([]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_dictionary_is_refused_and_its_number_may_be_0(int flag)
    {
        byte[] dictionary = new byte[(1 << flag) >> 1];
        Check(ZstdStatus.Done, new FrameBuilder().Bytes((byte)flag, 0x38).Bytes(dictionary).Raw([]));
        dictionary[^1] = 1;
        Check(ZstdStatus.NeedsDictionary, new FrameBuilder().Bytes((byte)flag, 0x38).Bytes(dictionary).Raw([]));
    }

    [Theory]
    [InlineData(0x88, ZstdStatus.Done)] // 2^27
    [InlineData(0x89, ZstdStatus.WindowTooLarge)]
    [InlineData(0xff, ZstdStatus.WindowTooLarge)]
    public void A_window_is_at_most_128_MiB(byte window, ZstdStatus expected) =>
        Check(expected, new FrameBuilder().Bytes(0, window).Raw([]));

    [Fact]
    public void A_single_segment_is_a_window_too() =>
        Check(ZstdStatus.WindowTooLarge, new FrameBuilder().Bytes(0xe0, 1, 0, 0, 0, 1, 0, 0, 0).Raw([]));

    [Theory]
    [InlineData(0x20, new byte[] { 3 }, ZstdStatus.Done)]
    [InlineData(0x20, new byte[] { 2 }, ZstdStatus.BlockTooLarge)] // which is the window, too
    [InlineData(0x20, new byte[] { 4 }, ZstdStatus.BadContentSize)]
    [InlineData(0x40, new byte[] { 0x38, 3, 0 }, ZstdStatus.BadContentSize)] // 259
    [InlineData(0x80, new byte[] { 0x38, 3, 0, 0, 0 }, ZstdStatus.Done)]
    [InlineData(0xc0, new byte[] { 0x38, 3, 0, 0, 0, 0, 0, 0, 0 }, ZstdStatus.Done)]
    [InlineData(0xc0, new byte[] { 0x38, 3, 0, 0, 0, 1, 0, 0, 0 }, ZstdStatus.BadContentSize)]
    public void The_content_is_as_long_as_the_header_says(byte descriptor, byte[] header, ZstdStatus expected) =>
        Check(expected, new FrameBuilder().Bytes(descriptor).Bytes(header).Raw([1, 2, 3]));

    [Fact]
    public void Two_bytes_of_content_size_begin_at_256() =>
        Check(ZstdStatus.Done, new FrameBuilder().Bytes(0x40, 0x38, 1, 0).Repeat(7, 257));

    [Fact]
    public void A_checksum_is_that_of_the_content()
    {
        // XXH64 of nothing.
        Check(ZstdStatus.Done, new FrameBuilder().Bytes(0x04, 0x38).Raw([]).Bytes(0x99, 0xe9, 0xd8, 0x51));
        Check(ZstdStatus.BadChecksum, new FrameBuilder().Bytes(0x04, 0x38).Raw([]).Bytes(0x98, 0xe9, 0xd8, 0x51));
        Check(ZstdStatus.NeedInput, new FrameBuilder().Bytes(0x04, 0x38).Raw([]).Bytes(0x99, 0xe9, 0xd8));
    }

    [Fact]
    public void Skippable_frames_are_skipped()
    {
        byte[] skippable = [0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        Assert.Empty(Check(ZstdStatus.Done, skippable));
        Assert.Equal([1], Check(ZstdStatus.Done, [.. skippable, .. FrameBuilder.Plain().Raw([1]).ToArray(), .. skippable]));
        Check(ZstdStatus.NeedInput, skippable[..9]);
        Check(ZstdStatus.NeedInput, [0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff, 0]);
    }

    [Fact]
    public void Raw_and_repeated_blocks_are_what_they_say() => Assert.Equal(
        [1, 2, 7, 7, 7, 3],
        Check(ZstdStatus.Done, FrameBuilder.Plain().Raw([1, 2], isLast: false).Repeat(7, 3, isLast: false).Raw([3])));

    [Fact]
    public void The_reserved_block_type_is_refused() =>
        Check(ZstdStatus.BadBlockType, FrameBuilder.Plain().Block(3, 1, [1]));

    [Fact]
    public void A_block_is_at_most_the_window_or_128_KiB()
    {
        Check(ZstdStatus.Done, FrameBuilder.Plain().Repeat(1, 128 << 10));
        Check(ZstdStatus.BlockTooLarge, FrameBuilder.Plain().Repeat(1, (128 << 10) + 1));
        Check(ZstdStatus.BlockTooLarge, new FrameBuilder().Bytes(0, 0).Repeat(1, 1025));
        Check(ZstdStatus.BlockTooLarge, new FrameBuilder().Bytes(0, 0).Raw(new byte[1025]));
    }

    [Fact]
    public void A_compressed_block_decodes_to_at_most_that()
    {
        // Match code 43 is 131 bytes and 7 bits, code 45 is 515 and 9.
        SequenceBlock block = new SequenceBlock(1, 0, 45) { Literals = [1, 2] }.Sequence(match: 507, matchBits: 9);
        Check(ZstdStatus.Done, new FrameBuilder().Bytes(0, 0).Compressed(block.ToArray()));
        block = new SequenceBlock(1, 0, 45) { Literals = [1, 2, 3] }.Sequence(match: 507, matchBits: 9);
        Check(ZstdStatus.BlockTooLarge, new FrameBuilder().Bytes(0, 0).Compressed(block.ToArray()));
    }

    [Theory]
    [InlineData(new byte[] { 0x08 })] // one raw literal, which isn't there
    [InlineData(new byte[] { 0x01 })] // none to repeat
    [InlineData(new byte[] { 0x04 })] // a header of two bytes
    [InlineData(new byte[] { 0x0c, 0 })] // of three
    [InlineData(new byte[] { 0x02, 0 })] // of three
    [InlineData(new byte[] { 0x0e, 0, 0, 0 })] // of five
    [InlineData(new byte[] { 0x12, 0x80, 0x00, 0x00 })] // more bytes of Huffman codes than there are
    public void Literals_fit_the_block(byte[] content) =>
        Check(ZstdStatus.BadLiteralsSize, FrameBuilder.Plain().Compressed(content));

    [Fact]
    public void A_compressed_block_of_nothing_is_refused() =>
        Assert.Equal(
            ZstdStatus.BadLiteralsSize, _decoders.Zstd(FrameBuilder.Plain().Compressed([]).ToArray(), Room).Status);

    [Fact]
    public void Literals_are_at_most_a_block() =>
        Check(ZstdStatus.BadLiteralsSize, FrameBuilder.Plain().Compressed([0x1d, 0x00, 0x20, 7, 0]));

    [Fact]
    public void Repeated_literals_are_as_many_as_the_header_says() =>
        Assert.Equal([7, 7, 7], Check(ZstdStatus.Done, FrameBuilder.Plain().Compressed([0x19, 7, 0])));

    [Theory]
    [InlineData(new byte[] { 0x08, 1 })] // no count
    [InlineData(new byte[] { 0x08, 1, 0x80 })] // half a count
    [InlineData(new byte[] { 0x08, 1, 0xff, 0 })]
    [InlineData(new byte[] { 0x08, 1, 0, 0 })] // something behind the end
    [InlineData(new byte[] { 0x08, 1, 1 })] // no modes
    [InlineData(new byte[] { 0x08, 1, 1, 0x55, 0, 0, 0, 1 })] // reserved bits
    public void The_header_of_sequences_is_whole(byte[] content) =>
        Check(ZstdStatus.BadSequencesHeader, FrameBuilder.Plain().Compressed(content));

    [Theory]
    [InlineData(36, 0, 0)]
    [InlineData(0, 32, 0)]
    [InlineData(0, 0, 53)]
    public void Codes_that_do_not_exist_are_refused(byte literals, byte offset, byte match) =>
        Check(
            ZstdStatus.BadFseTable,
            FrameBuilder.Plain().Compressed(new SequenceBlock(literals, offset, match).Sequence().ToArray()));

    [Theory]
    [InlineData(0b11_01_01_00)]
    [InlineData(0b01_11_01_00)]
    [InlineData(0b01_01_11_00)]
    public void A_table_of_no_block_before_is_refused(byte modes) =>
        Check(ZstdStatus.NoFseTable, FrameBuilder.Plain().Compressed([0x08, 1, 1, modes, 0, 0, 0, 1]));

    [Theory]
    [InlineData(0b01_01_01_00)]
    [InlineData(0b00_00_00_00)]
    public void A_table_of_the_block_before_is_used_again(byte modes)
    {
        // With predefined tables, states of 6, 5 and 6 bits begin the stream: a literal, offset code 0, match code 0.
        byte[] tables = modes == 0 ? [] : [1, 0, 0];
        byte[] stream = modes == 0
            ? new BackwardBitWriter().Number(2, 6).Number(0, 5).Number(0, 6).ToArray()
            : new BackwardBitWriter().ToArray();
        FrameBuilder frame = FrameBuilder.Plain()
            .Compressed([0x08, 1, 1, modes, .. tables, .. stream], isLast: false)
            .Compressed([0x08, 2, 1, 0b11_11_11_00, .. stream]);
        byte[] output = Check(ZstdStatus.Done, frame);
        Assert.Equal(8, output.Length);
    }

    [Fact]
    public void A_stream_of_sequences_has_an_end_mark() => Check(
        ZstdStatus.BadSequences, FrameBuilder.Plain().Compressed([0x08, 1, 1, 0b01_01_01_00, 1, 0, 0, 0]));

    [Fact]
    public void A_stream_of_sequences_is_used_up_exactly()
    {
        SequenceBlock tooLong = new SequenceBlock(1, 0, 0) { Literals = [1] }.Sequence(offset: 0, offsetBits: 1);
        Check(ZstdStatus.BadSequences, FrameBuilder.Plain().Compressed(tooLong.ToArray()));
        SequenceBlock tooShort = new SequenceBlock(1, 0, 45) { Literals = [1] }.Sequence(match: 0, matchBits: 8);
        Check(ZstdStatus.BadSequences, FrameBuilder.Plain().Compressed(tooShort.ToArray()));
    }

    [Fact]
    public void A_sequence_takes_no_more_literals_than_there_are() => Check(
        ZstdStatus.TooFewLiterals,
        FrameBuilder.Plain().Compressed((new SequenceBlock(2, 0, 0) { Literals = [1] }).Sequence().ToArray()));

    [Fact]
    public void An_offset_reaches_the_first_byte_of_the_frame_and_not_farther()
    {
        // Offset code 2 is 4 and two bits: offsets 1 to 4.
        Assert.Equal([1, 2, 1, 2, 1], Check(ZstdStatus.Done, WithOffset(value: 1)));
        Check(ZstdStatus.OffsetTooFar, WithOffset(value: 2));
        byte[] before = FrameBuilder.Plain().Raw([9, 9, 9]).ToArray();
        Check(ZstdStatus.OffsetTooFar, [.. before, .. WithOffset(value: 2).ToArray()]);
        FrameBuilder inFrame = FrameBuilder.Plain().Raw([9], isLast: false).Compressed(BlockWithOffset(value: 2));
        Assert.Equal([9, 1, 2, 9, 1, 2], Check(ZstdStatus.Done, inFrame));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(31)]
    public void Offsets_beyond_any_output_are_too_far(byte code) => Check(
        ZstdStatus.OffsetTooFar,
        FrameBuilder.Plain().Compressed((new SequenceBlock(1, code, 0) { Literals = [1] }).Sequence(0, code).ToArray()));

    [Fact]
    public void A_frame_begins_with_offsets_1_4_and_8()
    {
        // Offset code 1 is 2 and one bit, code 0 is 1.
        byte[] literals = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal([.. literals, 8, 8, 8], Repeated(literals, code: 0, value: 0));
        Assert.Equal([.. literals, 5, 6, 7], Repeated(literals, code: 1, value: 0));
        Assert.Equal([.. literals, 1, 2, 3], Repeated(literals, code: 1, value: 1));
    }

    [Fact]
    public void Without_literals_the_last_offset_gives_way_to_the_next_one()
    {
        // After 8 raw bytes: value 1 is the second offset, 2 the third, 3 the first less one, which is none.
        FrameBuilder Frame(byte code, uint value) => FrameBuilder.Plain().Raw([1, 2, 3, 4, 5, 6, 7, 8], isLast: false)
            .Compressed(new SequenceBlock(0, code, 0).Sequence(value, code).ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7], Check(ZstdStatus.Done, Frame(0, 0)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3], Check(ZstdStatus.Done, Frame(1, 0)));
        Check(ZstdStatus.OffsetTooFar, Frame(1, 1));
    }

    [Fact]
    public void Offsets_that_were_used_come_first()
    {
        // Offset 5, then twice the second of the last ones: 1, then 5 again.
        FrameBuilder frame = FrameBuilder.Plain().Raw([1, 2, 3, 4, 5, 6, 7, 8], isLast: false)
            .Compressed(new SequenceBlock(0, 3, 0).Sequence(0, 3).ToArray(), isLast: false)
            .Compressed(new SequenceBlock(0, 0, 0).Sequence().Sequence().ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 4, 5, 6, 6, 6, 6, 5, 6, 6], Check(ZstdStatus.Done, frame));
    }

    private static FrameBuilder WithOffset(uint value) => FrameBuilder.Plain().Compressed(BlockWithOffset(value));

    private static byte[] BlockWithOffset(uint value) =>
        (new SequenceBlock(2, 2, 0) { Literals = [1, 2] }).Sequence(value, 2).ToArray();

    private byte[] Repeated(byte[] literals, byte code, uint value) => Check(
        ZstdStatus.Done,
        FrameBuilder.Plain().Compressed(
            (new SequenceBlock(8, code, 0) { Literals = literals }).Sequence(value, code).ToArray()));

    private byte[] Check(ZstdStatus expected, FrameBuilder frame) => Check(expected, frame.ToArray());

    private byte[] Check(ZstdStatus expected, byte[] frames)
    {
        Decoding<ZstdStatus> decoding = _decoders.Zstd(frames, Room);
        Assert.Equal(expected, decoding.Status);
        byte[]? reference = Zstandard.Read(frames);
        Assert.Equal(expected == ZstdStatus.Done, reference is not null);
        Assert.True(reference is null || reference.AsSpan().SequenceEqual(decoding.Output));
        return decoding.Output;
    }
}
