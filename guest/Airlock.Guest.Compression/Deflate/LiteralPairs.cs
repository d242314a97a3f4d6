using System;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>Entries for two literals at once, where both codes fit into the first table.</summary>
internal static class LiteralPairs
{
    private const int Literals = 256;
    private const int MaxLength = 15;

    // Of the table's entries, in 1/2048. Building costs some microseconds a block: with fewer pairs it doesn't pay.
    private const int WorthIt = 640;

    /// <summary>Whether so many pairs are to be expected that they pay.</summary>
    public static bool AreWorthIt(ReadOnlySpan<byte> lengths)
    {
        Span<int> counts = stackalloc int[MaxLength + 1];
        counts.Clear();
        foreach (byte length in lengths.Slice(0, Literals))
        {
            counts[length & MaxLength]++;
        }

        int share = 0;
        for (int first = 1; first < InflateTables.LiteralBits; first++)
        {
            for (int second = 1; first + second <= InflateTables.LiteralBits; second++)
            {
                share += (counts[first] * counts[second]) << (InflateTables.LiteralBits - first - second);
            }
        }

        return share >= WorthIt;
    }

    /// <summary>Joins entries, from the top down, so that what an entry is joined with is still single.</summary>
    public static void Join(Span<uint> literals)
    {
        Span<uint> table = literals.Slice(0, 1 << InflateTables.LiteralBits);
        for (int i = table.Length - 1; i >= 0; i--)
        {
            uint first = table[i];
            uint second = table[i >> (int)first];
            uint bits = (first & 63) + (second & 63);
            if (CodeEntry.IsLiteral(first & second) && bits <= InflateTables.LiteralBits)
            {
                table[i] = ((first & ~63u) + bits) | ((second & 0xff00) << 8) | CodeEntry.Pair;
            }
        }
    }
}
