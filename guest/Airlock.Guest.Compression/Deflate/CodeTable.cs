using System;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>Builds the table of a canonical code from the lengths of its codes (RFC 1951, 3.2.2).</summary>
internal ref struct CodeTable
{
    /// <summary>Codes have up to 15 bits, those of code lengths up to 7.</summary>
    private const int MaxLength = 15;

    private readonly Span<uint> _table;
    private readonly int _primaryBits;
    private readonly CodeKind _kind;

    // How many codes there are of each length, and all symbols that have one, in the order of their codes.
    private readonly Span<ushort> _counts;
    private readonly Span<uint> _sorted;

    private int _longest;
    private int _next;
    private uint _code;

    private CodeTable(Span<uint> table, int primaryBits, CodeKind kind, Span<ushort> counts, Span<uint> sorted)
    {
        _table = table;
        _primaryBits = primaryBits;
        _kind = kind;
        _counts = counts;
        _sorted = sorted;
    }

    /// <summary>The table of a block's code lengths; false if these make no complete code.</summary>
    public static bool TryBuildPrecode(InflateTables tables, ReadOnlySpan<byte> lengths) =>
        TryBuild(tables.Precode, InflateTables.PrecodeBits, CodeKind.Precode, lengths, tables.Sorted);

    /// <summary>The table of literals and lengths; false if the lengths make no complete code.</summary>
    public static bool TryBuildLiterals(InflateTables tables, ReadOnlySpan<byte> lengths) =>
        TryBuild(tables.Literals, InflateTables.LiteralBits, CodeKind.Literals, lengths, tables.Sorted);

    /// <summary>The table of distances; false if the lengths make no complete code.</summary>
    public static bool TryBuildDistances(InflateTables tables, ReadOnlySpan<byte> lengths) =>
        TryBuild(tables.Distances, InflateTables.DistanceBits, CodeKind.Distances, lengths, tables.Sorted);

    private static bool TryBuild(
        Span<uint> table, int primaryBits, CodeKind kind, ReadOnlySpan<byte> lengths, Span<uint> sorted)
    {
        Span<ushort> counts = stackalloc ushort[MaxLength + 1];
        counts.Clear();
        var builder = new CodeTable(table, primaryBits, kind, counts, sorted);
        int free = builder.Count(lengths);
        if (free < 0)
        {
            return false;
        }

        builder.Sort(lengths);
        if (free > 0)
        {
            return builder.TryBuildIncomplete();
        }

        int bits = builder.FillPrimary();
        builder.FillSecondary(bits);
        return true;
    }

    /// <summary>
    /// Counts the codes of each length, and returns how many of the longest are left over; negative: too few.
    /// </summary>
    private int Count(ReadOnlySpan<byte> lengths)
    {
        foreach (byte length in lengths)
        {
            _counts[length & MaxLength]++;
        }

        int free = 1;
        for (int length = 1; length <= MaxLength; length++)
        {
            free = (free << 1) - _counts[length];
            if (free < 0)
            {
                return free;
            }

            _longest = _counts[length] != 0 ? length : _longest;
        }

        return free;
    }

    private readonly void Sort(ReadOnlySpan<byte> lengths)
    {
        Span<ushort> places = stackalloc ushort[MaxLength + 1];
        int place = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            places[length] = (ushort)place;
            place += _counts[length];
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol] & MaxLength;
            if (length != 0)
            {
                _sorted[places[length]++] = (uint)symbol;
            }
        }
    }

    /// <summary>
    /// A code with bits that mean nothing is taken only where it has one code of one bit, or none, as zlib does: RFC
    /// 1951, 3.2.7, allows it for distances.
    /// </summary>
    private readonly bool TryBuildIncomplete()
    {
        if (_kind == CodeKind.Precode || _longest > 1)
        {
            return false;
        }

        int size = 1 << _primaryBits;
        _table.Slice(0, size).Fill(CodeEntry.Invalid | 1);
        if (_longest == 1)
        {
            uint entry = EntryOf(_sorted[0], 1);
            for (int i = 0; i < size; i += 2)
            {
                _table[i] = entry;
            }
        }

        return true;
    }

    private readonly uint EntryOf(uint symbol, int length) =>
        SymbolEntry.WithCode(SymbolEntry.Of(_kind, symbol), length);

    /// <summary>
    /// Fills the first table. Codes stand with their first bit lowest, so an entry holds for every index that ends in
    /// it: the table doubles with each bit. Returns the length of the first codes that are too long.
    /// </summary>
    private int FillPrimary()
    {
        int filled = 1;
        int bits = 1;
        for (; bits <= _primaryBits; bits++)
        {
            if (_next != 0)
            {
                _table.Slice(0, filled).CopyTo(_table.Slice(filled, filled));
            }

            filled <<= 1;
            for (int left = _counts[bits]; left != 0; left--)
            {
                _table[(int)_code] = EntryOf(_sorted[_next++], bits);
                _code = CodeAfter(_code, bits);
            }
        }

        return bits;
    }

    private void FillSecondary(int bits)
    {
        uint prefix = uint.MaxValue;
        int free = 1 << _primaryBits;
        int start = 0;
        int width = 0;
        for (; bits <= _longest; bits++)
        {
            for (int left = _counts[bits]; left != 0; left--)
            {
                uint low = _code & (uint)((1 << _primaryBits) - 1);
                if (low != prefix)
                {
                    prefix = low;
                    width = WidthOf(bits, left);
                    start = free;
                    free += 1 << width;
                    _table[(int)low] = CodeEntry.Table(start, width, _primaryBits);
                }

                Spread(_table.Slice(start, 1 << width), bits - _primaryBits);
                _code = CodeAfter(_code, bits);
            }
        }
    }

    /// <summary>How many bits a second table takes, whose shortest codes have <paramref name="bits"/>.</summary>
    private readonly int WidthOf(int bits, int left)
    {
        int width = bits - _primaryBits;
        int space = left;
        while (space < 1 << width && _primaryBits + width < _longest)
        {
            width++;
            space = (space << 1) + _counts[_primaryBits + width];
        }

        return width;
    }

    /// <summary>
    /// The next symbol's entry at every place of a second table whose index ends in the rest of its code.
    /// </summary>
    private void Spread(Span<uint> second, int restBits)
    {
        uint entry = EntryOf(_sorted[_next++], restBits);
        for (int i = (int)(_code >> _primaryBits); i < second.Length; i += 1 << restBits)
        {
            second[i] = entry;
        }
    }

    /// <summary>The code one higher, of as many bits, where the first bit of a code is the lowest.</summary>
    private static uint CodeAfter(uint code, int length)
    {
        uint bit = 1u << (length - 1);
        while ((code & bit) != 0)
        {
            code ^= bit;
            bit >>= 1;
        }

        return code | bit;
    }
}
