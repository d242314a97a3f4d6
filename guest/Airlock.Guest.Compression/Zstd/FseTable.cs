using System;
using System.Numerics;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>
/// Builds FSE tables (RFC 8878, 4.1.1). An entry has the baseline of the next state in bits 0 to 15 and the bits to be
/// added to it in 16 to 23, the extra bits of the code in 24 to 31 and its baseline above.
/// </summary>
internal static class FseTable
{
    /// <summary>The table of a distribution, whose counts add up to its size.</summary>
    public static void Build(Span<ulong> entries, ReadOnlySpan<short> counts, int log, CodeKind kind)
    {
        Span<ulong> table = entries.Slice(0, 1 << log);
        Span<ushort> next = stackalloc ushort[64];
        int rareStart = PlaceRare(table, counts, next);
        Spread(table, counts, rareStart);
        Span<ulong> codes = stackalloc ulong[64];
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            codes[symbol] = SequenceCode.EntryOf(kind, symbol);
        }

        for (int i = 0; i < table.Length; i++)
        {
            int symbol = (int)table[i] & 63;
            uint state = next[symbol]++;
            int bits = log - BitOperations.Log2(state);
            table[i] = codes[symbol] | ((ulong)(uint)bits << 16) | (ushort)((state << bits) - (uint)table.Length);
        }
    }

    /// <summary>The table of a single code, which takes no bits.</summary>
    public static void BuildSingle(Span<ulong> entries, int code, CodeKind kind) =>
        entries[0] = SequenceCode.EntryOf(kind, code);

    /// <summary>Symbols less than one go to the end, each in a place of its own; returns where they begin.</summary>
    private static int PlaceRare(Span<ulong> table, ReadOnlySpan<short> counts, Span<ushort> next)
    {
        int rareStart = table.Length;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)counts[symbol];
            if (counts[symbol] < 0)
            {
                next[symbol] = 1;
                table[--rareStart] = (ulong)symbol;
            }
        }

        return rareStart;
    }

    /// <summary>The others are spread by a step that meets each place once.</summary>
    private static void Spread(Span<ulong> table, ReadOnlySpan<short> counts, int rareStart)
    {
        int step = (table.Length >> 1) + (table.Length >> 3) + 3;
        int place = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int left = counts[symbol]; left > 0; left--)
            {
                table[place] = (ulong)symbol;
                do
                {
                    place = (place + step) & (table.Length - 1);
                }
                while (place >= rareStart);
            }
        }
    }
}
