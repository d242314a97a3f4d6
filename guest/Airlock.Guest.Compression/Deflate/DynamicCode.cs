using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>Reads the code of a block that brings its own (RFC 1951, 3.2.7).</summary>
internal struct DynamicCode
{
    private const int MaxLiterals = 286;
    private const int MaxDistances = 30;
    private const int Precodes = 19;
    private const int EndOfBlock = 256;

    // Symbols of the code lengths' code: up to 15 a length, then repeats.
    private const uint RepeatLast = 16;
    private const uint RepeatZeroLong = 18;

    private int _literals;
    private int _distances;
    private int _precodes;

    // How many code lengths have been read.
    private int _index;

    private static ReadOnlySpan<byte> PrecodeOrder =>
        [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Reads how many code lengths there are.</summary>
    public InflateStatus ReadCounts(ref BitBuffer bits, ref SourceBytes source, InflateTables tables)
    {
        if (!bits.TryFill(ref source, 14))
        {
            return InflateStatus.NeedInput;
        }

        _literals = 257 + bits.Take(5);
        _distances = 1 + bits.Take(5);
        _precodes = 4 + bits.Take(4);
        _index = 0;
        tables.Lengths.Slice(0, Precodes).Clear();
        return _literals > MaxLiterals || _distances > MaxDistances ? InflateStatus.TooManyCodes : InflateStatus.Done;
    }

    /// <summary>Reads the code of the code lengths.</summary>
    public InflateStatus ReadPrecode(ref BitBuffer bits, ref SourceBytes source, InflateTables tables)
    {
        Span<byte> lengths = tables.Lengths;
        while (_index < _precodes)
        {
            if (!bits.TryFill(ref source, 3))
            {
                return InflateStatus.NeedInput;
            }

            lengths[PrecodeOrder[_index++]] = (byte)bits.Take(3);
        }

        _index = 0;
        return CodeTable.TryBuildPrecode(tables, lengths.Slice(0, Precodes))
            ? InflateStatus.Done
            : InflateStatus.BadLengthCode;
    }

    /// <summary>Reads the code lengths, and builds both tables.</summary>
    public InflateStatus ReadLengths(ref BitBuffer bits, ref SourceBytes source, InflateTables tables)
    {
        Span<uint> precode = tables.Precode;
        Span<byte> lengths = tables.Lengths.Slice(0, _literals + _distances);
        while (_index < lengths.Length)
        {
            bits.Fill(ref source);
            uint entry = precode[(int)bits.Bits & (precode.Length - 1)];
            int used = (int)(entry & 63);
            uint symbol = entry >> 16;
            if (symbol < RepeatLast && used <= bits.Count)
            {
                lengths[_index++] = (byte)symbol;
                bits.Drop(used);
                continue;
            }

            InflateStatus status = Repeat(ref bits, lengths, symbol, used);
            if (status != InflateStatus.Done)
            {
                return status;
            }
        }

        return Build(tables);
    }

    /// <summary>A code length again, or zeroes; the number of times is in extra bits.</summary>
    private InflateStatus Repeat(ref BitBuffer bits, Span<byte> lengths, uint symbol, int used)
    {
        int extra = symbol == RepeatZeroLong ? 7 : (int)symbol - 14;
        if (symbol < RepeatLast || used + extra > bits.Count)
        {
            return InflateStatus.NeedInput;
        }

        bits.Drop(used);
        int count = (symbol == RepeatZeroLong ? 11 : 3) + bits.Take(extra);
        if (count > lengths.Length - _index || (symbol == RepeatLast && _index == 0))
        {
            return InflateStatus.BadRepeat;
        }

        byte value = symbol == RepeatLast ? lengths[_index - 1] : (byte)0;
        lengths.Slice(_index, count).Fill(value);
        _index += count;
        return InflateStatus.Done;
    }

    private readonly InflateStatus Build(InflateTables tables)
    {
        Span<byte> lengths = tables.Lengths;
        if (lengths[EndOfBlock] == 0)
        {
            return InflateStatus.NoEndOfBlock;
        }

        if (!CodeTable.TryBuildLiterals(tables, lengths.Slice(0, _literals)))
        {
            return InflateStatus.BadLiteralCode;
        }

        return CodeTable.TryBuildDistances(tables, lengths.Slice(_literals, _distances))
            ? InflateStatus.Done
            : InflateStatus.BadDistanceCode;
    }
}
