namespace Airlock.Guest.Compression.Tests.Deflate;

/// <summary>The header of a block with a code of its own (RFC 1951, 3.2.7), with mistakes where wanted.</summary>
internal sealed class DynamicBlock(uint literals, uint distances)
{
    private static readonly int[] s_order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly BitWriter _lengths = new();

    /// <summary>The lengths of the codes of code lengths.</summary>
    public int[] Precode { get; } = new int[19];

    /// <summary>With codes of three bits for 0 to 5, 16 and 18, in this order.</summary>
    public static DynamicBlock WithLengths(int[] lengths, uint literals = 257, uint distances = 1)
    {
        var block = new DynamicBlock(literals, distances);
        foreach (int symbol in (int[])[0, 1, 2, 3, 4, 5, 16, 18])
        {
            block.Precode[symbol] = 3;
        }

        return block.Lengths(lengths);
    }

    public DynamicBlock Lengths(params int[] lengths)
    {
        foreach (int length in lengths)
        {
            _lengths.Code((uint)length, 3);
        }

        return this;
    }

    public DynamicBlock Repeat(int symbol, uint extra, int bits)
    {
        _lengths.Code(symbol == 16 ? 6u : 7u, 3).Number(extra, bits);
        return this;
    }

    /// <summary>The header of a last block.</summary>
    public BitWriter ToBits()
    {
        BitWriter bits = new BitWriter().Number(5, 3).Number(literals - 257, 5).Number(distances - 1, 5).Number(15, 4);
        foreach (int symbol in s_order)
        {
            bits.Number((uint)Precode[symbol], 3);
        }

        return _lengths.AppendTo(bits);
    }
}
