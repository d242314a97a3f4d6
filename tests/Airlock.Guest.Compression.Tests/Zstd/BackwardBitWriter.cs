namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>
/// A stream that is read from its end backwards: numbers are given in the order in which they are read.
/// </summary>
internal sealed class BackwardBitWriter
{
    private readonly List<(uint Value, int Bits)> _numbers = [];

    public BackwardBitWriter Number(uint value, int bits)
    {
        _numbers.Add((value, bits));
        return this;
    }

    /// <summary>With the bit behind the last one that marks the end.</summary>
    public byte[] ToArray()
    {
        var bits = new BitWriter();
        foreach ((uint value, int count) in Enumerable.Reverse(_numbers))
        {
            bits.Number(value, count);
        }

        return bits.Number(1, 1).ToArray();
    }
}
