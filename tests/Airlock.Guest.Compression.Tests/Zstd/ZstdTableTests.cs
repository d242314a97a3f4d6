using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Hosted;

namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>
/// The rules of RFC 8878 for Huffman trees and FSE tables, and for the streams that are coded by them.
/// </summary>
public sealed class ZstdTableTests : IDisposable
{
    private const int Room = 1000;

    // Symbols 0 and 1 with a bit each: 1 is the code of symbol 1.
    private static readonly byte[] s_twoSymbols = HuffmanBlock.Tree(1);

    private readonly GuardedDecoders _decoders = new();

    public void Dispose() => _decoders.Dispose();

    [Fact]
    public void Literals_in_one_stream_are_decoded() =>
        Assert.Equal([1, 0, 1], Check(ZstdStatus.Done, HuffmanBlock.OneStream(3, s_twoSymbols, [0b1101])));

    [Fact]
    public void Literals_in_four_streams_are_decoded()
    {
        // Eight literals are two in each.
        byte[] streams = [0b110, 0b101, 0b111, 0b100];
        byte[] content = HuffmanBlock.FourStreams(8, s_twoSymbols, [1, 0, 1, 0, 1, 0], streams);
        Assert.Equal([1, 0, 0, 1, 1, 1, 0, 0], Check(ZstdStatus.Done, content));
    }

    [Theory]
    [InlineData(2, 0b1101)] // a bit is left
    [InlineData(4, 0b1101)] // a bit is missing
    [InlineData(3, 0)] // no end mark
    public void A_stream_of_literals_ends_with_its_last_symbol(int count, byte stream) =>
        Check(ZstdStatus.BadLiterals, HuffmanBlock.OneStream(count, s_twoSymbols, [stream]), isCompared: false);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Four_streams_need_as_many_literals(int count) => Check(
        ZstdStatus.BadLiteralsSize, HuffmanBlock.FourStreams(count, s_twoSymbols, [1, 0, 1, 0, 1, 0], [1, 1, 1, 1]));

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(0, 1, 3)]
    public void The_lengths_of_four_streams_fit_what_there_is(byte first, byte second, byte third) => Check(
        first == 0 ? ZstdStatus.BadLiterals : ZstdStatus.BadLiteralsSize,
        HuffmanBlock.FourStreams(
            8, s_twoSymbols, [first, 0, second, 0, third, 0], first == 0 ? [7, 7, 7, 7, 7] : [7, 7, 7, 7]));

    [Fact]
    public void A_tree_of_no_block_before_is_refused() =>
        Check(ZstdStatus.NoHuffmanTree, HuffmanBlock.OneStream(3, [], [0b1101]));

    [Fact]
    public void A_tree_of_the_block_before_is_used_again_and_of_the_frame_before_is_not()
    {
        FrameBuilder frame = FrameBuilder.Plain()
            .Compressed(HuffmanBlock.OneStream(3, s_twoSymbols, [0b1101]), isLast: false)
            .Raw([9], isLast: false)
            .Compressed(HuffmanBlock.OneStream(2, [], [0b110]));
        Assert.Equal([1, 0, 1, 9, 1, 0], Check(ZstdStatus.Done, frame.ToArray()));
        byte[] next = FrameBuilder.Plain().Compressed(HuffmanBlock.OneStream(2, [], [0b110])).ToArray();
        Check(ZstdStatus.NoHuffmanTree, [.. frame.ToArray(), .. next]);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x00 })] // weights of zero only
    [InlineData(new byte[] { 0x80, 0xc0 })] // a weight of 12
    [InlineData(new byte[] { 0x81, 0x31 })] // 4 + 1, and 3 is no power of two
    [InlineData(new byte[] { 0x80, 0x20 })] // no code has all the bits
    [InlineData(new byte[] { 0x84, 0x11 })] // cut off
    [InlineData(new byte[] { 0x85, 0xbb, 0xb1, 0x10 })] // more than 11 bits
    public void A_tree_is_a_complete_code_of_up_to_11_bits(byte[] tree) =>
        Check(ZstdStatus.BadHuffmanTree, HuffmanBlock.OneStream(3, tree, [0b1101]));

    [Theory]
    [InlineData(new byte[] { 0x7f, 1, 2 })] // cut off
    [InlineData(new byte[] { 2, 0x02, 0x10 })] // an index of 7 bits
    [InlineData(new byte[] { 1, 0x00 })] // the counts go on behind the end
    [InlineData(new byte[] { 0 })]
    public void The_table_of_a_trees_weights_is_whole(byte[] tree) =>
        Check(ZstdStatus.BadHuffmanTree, HuffmanBlock.OneStream(3, tree, [0b1101]));

    [Theory]
    [InlineData(0, 10)] // literal lengths: 9 bits
    [InlineData(1, 9)] // offsets: 8
    [InlineData(2, 10)] // match lengths: 9
    public void The_index_of_a_table_is_limited(int table, int bits) =>
        Check(ZstdStatus.BadFseTable, WithTable(table, new BitWriter().Number((uint)bits - 5, 4).Number(0, 60)));

    [Fact]
    public void A_described_table_with_one_symbol_takes_no_bits()
    {
        // None of 32 for code 0, all for code 1: the highest value of six bits. The state's first five bits are still
        // there.
        byte[] content = WithTable(0, new BitWriter().Number(0, 4).Number(1, 5).Number(0, 2).Number(63, 6), stream: 0x20);
        Assert.Equal([7, 7, 7, 7], Check(ZstdStatus.Done, content));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Counts_of_symbols_that_do_not_exist_are_refused(int table)
    {
        // A count of zero, and then zeroes without end.
        BitWriter counts = new BitWriter().Number(0, 4).Number(1, 5);
        for (int i = 0; i < 40; i++)
        {
            counts.Number(3, 2);
        }

        Check(ZstdStatus.BadFseTable, WithTable(table, counts));
    }

    [Fact]
    public void Counts_that_the_block_cuts_off_are_refused() =>
        Check(ZstdStatus.BadFseTable, [0x08, 7, 1, 0b10_01_01_00, 0x10]);

    // A literal, then a match of three at the last offset; one of the tables is described.
    private static byte[] WithTable(int table, BitWriter description, byte stream = 1)
    {
        byte[] modes = [0b10_01_01_00, 0b01_10_01_00, 0b01_01_10_00];
        byte[][] tables = [[1], [0], [0]];
        tables[table] = description.ToArray();
        return [0x08, 7, 1, modes[table], .. tables[0], .. tables[1], .. tables[2], stream];
    }

    private byte[] Check(ZstdStatus expected, byte[] content, bool isCompared = true)
    {
        bool isFrame = content.AsSpan().StartsWith((byte[])[0x28, 0xb5, 0x2f, 0xfd]);
        byte[] frame = isFrame ? content : FrameBuilder.Plain().Compressed(content).ToArray();
        Decoding<ZstdStatus> decoding = _decoders.Zstd(frame, Room);
        Assert.Equal(expected, decoding.Status);
        byte[]? reference = Zstandard.Read(frame);
        Assert.True(!isCompared || (expected == ZstdStatus.Done) == reference is not null);
        Assert.True(expected != ZstdStatus.Done || reference.AsSpan().SequenceEqual(decoding.Output));
        return decoding.Output;
    }
}
