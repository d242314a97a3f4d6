namespace Airlock.Guest.Compression.Tests;

/// <summary>Bits as deflate and the headers of zstd have them: the first one lowest.</summary>
internal sealed class BitWriter
{
    private readonly List<bool> _bits = [];

    /// <summary>A number, its lowest bit first.</summary>
    public BitWriter Number(uint value, int bits)
    {
        for (int i = 0; i < bits; i++)
        {
            _bits.Add(((value >> i) & 1) != 0);
        }

        return this;
    }

    /// <summary>A Huffman code of deflate's, its highest bit first.</summary>
    public BitWriter Code(uint value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            _bits.Add(((value >> i) & 1) != 0);
        }

        return this;
    }

    /// <summary>Zeroes up to the next byte.</summary>
    public BitWriter Align()
    {
        while (_bits.Count % 8 != 0)
        {
            _bits.Add(false);
        }

        return this;
    }

    public BitWriter Bytes(params byte[] bytes)
    {
        Align();
        foreach (byte value in bytes)
        {
            Number(value, 8);
        }

        return this;
    }

    /// <summary>Puts these bits behind others.</summary>
    public BitWriter AppendTo(BitWriter other)
    {
        other._bits.AddRange(_bits);
        return other;
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[(_bits.Count + 7) / 8];
        for (int i = 0; i < _bits.Count; i++)
        {
            bytes[i / 8] |= (byte)(_bits[i] ? 1 << (i % 8) : 0);
        }

        return bytes;
    }
}
