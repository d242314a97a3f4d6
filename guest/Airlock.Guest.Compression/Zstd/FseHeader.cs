using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Reads how often each symbol of an FSE table is expected (RFC 8878, 4.1.1).</summary>
internal ref struct FseHeader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<short> _counts;
    private readonly int _maxSymbol;

    // The position of the next bit, from the lowest of the first byte on.
    private int _bit;

    private FseHeader(ReadOnlySpan<byte> bytes, Span<short> counts, int maxSymbol)
    {
        _bytes = bytes;
        _counts = counts;
        _maxSymbol = maxSymbol;
    }

    /// <summary>How many symbols have a count, zeroes included.</summary>
    public int Symbols { get; private set; }

    /// <summary>The bits of the table's index.</summary>
    public int Log { get; private set; }

    private readonly bool IsBeyondEnd => _bit > _bytes.Length * 8;

    /// <summary>Reads the counts of a kind of code; false if they make no table.</summary>
    public static bool TryRead(ref SourceBytes source, Span<short> counts, CodeKind kind, out FseHeader header)
    {
        header = new FseHeader(source.Rest, counts, SequenceCode.MaxOf(kind));
        if (!header.TryReadCounts(SequenceCode.MaxLogOf(kind)))
        {
            return false;
        }

        source.Position += (header._bit + 7) >> 3;
        return true;
    }

    private bool TryReadCounts(int maxLog)
    {
        Log = 5 + Take(4);
        if (Log > maxLog)
        {
            return false;
        }

        // The counts add up to the table's size: each one is written with as many bits as what is left needs.
        int left = 1 << Log;
        while (left > 0)
        {
            if (Symbols > _maxSymbol || IsBeyondEnd)
            {
                return false;
            }

            int count = TakeCount(left);
            left -= Math.Max(count, -count);
            _counts[Symbols++] = (short)count;
            if (count == 0 && !TrySkipZeroes())
            {
                return false;
            }
        }

        return left == 0 && !IsBeyondEnd;
    }

    /// <summary>
    /// A count up to <paramref name="left"/>, or -1 for less than one. The low numbers have one bit less.
    /// </summary>
    private int TakeCount(int left)
    {
        int width = 1;
        while (1 << width <= left + 1)
        {
            width++;
        }

        int half = 1 << (width - 1);
        int shorter = (2 * half) - 1 - (left + 1);
        int value = Peek(width);
        if ((value & (half - 1)) < shorter)
        {
            _bit += width - 1;
            return (value & (half - 1)) - 1;
        }

        _bit += width;
        return (value >= half ? value - shorter : value) - 1;
    }

    /// <summary>Behind a zero stands how many more follow, in pieces of up to three.</summary>
    private bool TrySkipZeroes()
    {
        int more;
        do
        {
            more = Take(2);
            if (Symbols + more > _maxSymbol + 1 || IsBeyondEnd)
            {
                return false;
            }

            _counts.Slice(Symbols, more).Clear();
            Symbols += more;
        }
        while (more == 3);
        return true;
    }

    private int Take(int width)
    {
        int value = Peek(width);
        _bit += width;
        return value;
    }

    /// <summary>The next bits; zeroes behind the end.</summary>
    private readonly int Peek(int width)
    {
        int first = _bit >> 3;
        uint value = 0;
        for (int i = 0; i < 3 && first + i < _bytes.Length; i++)
        {
            value |= (uint)_bytes[first + i] << (8 * i);
        }

        return (int)(value >> (_bit & 7)) & ((1 << width) - 1);
    }
}
