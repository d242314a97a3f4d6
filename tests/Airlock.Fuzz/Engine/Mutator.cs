namespace Airlock.Fuzz.Engine;

/// <summary>Makes new inputs of old ones.</summary>
/// <param name="corpus">The old ones.</param>
/// <param name="random">Decides.</param>
/// <param name="maxLength">Bytes of the longest input.</param>
internal sealed class Mutator(Corpus corpus, Xorshift random, int maxLength)
{
    private static readonly ulong[] s_interesting =
    [
        0, 1, 2, 3, 4, 8, 16, 17, 31, 32, 64, 127, 128, 255, 256, 257, 511, 512, 513, 1024, 4095, 4096, 32767, 32768,
        65535, 65536, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff,
        0x8000_0000_0000_0000, 0xffff_ffff_ffff_fe00, 0xffff_ffff_ffff_ffff,
    ];

    private readonly byte[] _buffer = new byte[maxLength];
    private int _length;

    /// <summary>The next input; valid until the call after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Take(Pick());
        for (int i = 1 << random.Below(5); i > 0; i--)
        {
            Mutate();
        }

        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Half of the time one of the latest, which led furthest.</summary>
    private byte[] Pick()
    {
        if (corpus.Count == 0)
        {
            return [];
        }

        int recent = Math.Min(corpus.Count, 32);
        return random.Below(2) == 0
            ? corpus[random.Below(corpus.Count)] : corpus[corpus.Count - 1 - random.Below(recent)];
    }

    private void Take(ReadOnlySpan<byte> input)
    {
        _length = Math.Min(input.Length, maxLength);
        input[.._length].CopyTo(_buffer);
    }

    private void Mutate()
    {
        switch (random.Below(8))
        {
            case 0:
                At(1)[0] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                At(1)[0] = (byte)random.Next();
                break;
            case 2:
                At(1)[0] += (byte)(random.Below(33) - 16);
                break;
            case 3:
                Put(s_interesting[random.Below(s_interesting.Length)], 1 << random.Below(4));
                break;
            case 4:
                Insert(random.Below(_length + 1), Piece(_buffer.AsSpan(0, _length)).ToArray());
                break;
            case 5:
                Remove();
                break;
            case 6:
                Insert(random.Below(_length + 1), Piece(Pick()).ToArray());
                break;
            default:
                Overwrite(Piece(Pick()));
                break;
        }
    }

    /// <summary>Somewhere in the input, which gets longer if it has to.</summary>
    private Span<byte> At(int count)
    {
        _length = Math.Max(_length, Math.Min(count, maxLength));
        return _buffer.AsSpan(random.Below(_length - count + 1), count);
    }

    private void Put(ulong value, int width)
    {
        Span<byte> target = At(width);
        for (int i = 0; i < width; i++)
        {
            target[i] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>A part of an input, mostly a short one.</summary>
    private ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return input;
        }

        int longest = random.Below(4) == 0 ? input.Length : Math.Min(input.Length, 24);
        int length = 1 + random.Below(longest);
        return input.Slice(random.Below(input.Length - length + 1), length);
    }

    private void Insert(int position, ReadOnlySpan<byte> piece)
    {
        int count = Math.Min(piece.Length, maxLength - _length);
        _buffer.AsSpan(position, _length - position).CopyTo(_buffer.AsSpan(position + count));
        piece[..count].CopyTo(_buffer.AsSpan(position));
        _length += count;
    }

    private void Overwrite(ReadOnlySpan<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            piece.CopyTo(At(piece.Length));
        }
    }

    private void Remove()
    {
        int count = Piece(_buffer.AsSpan(0, _length)).Length;
        int position = random.Below(_length - count + 1);
        _buffer.AsSpan(position + count, _length - position - count).CopyTo(_buffer.AsSpan(position));
        _length -= count;
    }
}
