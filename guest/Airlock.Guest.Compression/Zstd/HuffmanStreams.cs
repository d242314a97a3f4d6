using System.Numerics;
using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Decodes literals from one or four streams of Huffman codes (RFC 8878, 4.2.2).</summary>
internal static unsafe class HuffmanStreams
{
    // SAFETY: the caller has pinned the block and the workspace. Streams lie inside the block, behind at least 15 bytes
    // of it or before it; output goes to as many bytes as the caller asks for; an index has as many bits as the table.

    // A load has 56 bits, after 8 at most of which some are used: five codes of 11 fit.
    private const int SymbolsPerLoad = 5;

    /// <summary>Decodes a stream that ends exactly with its last symbol; false if it doesn't.</summary>
    public static bool TryOne(byte* from, int length, byte* to, int count, HuffmanCode code)
    {
        var bits = default(BackwardBits);
        return bits.TryStart(from, length) && TryRest(ref bits, to, count, code);
    }

    /// <summary>
    /// Decodes four streams side by side; false if one of them doesn't end exactly with its last symbol.
    /// </summary>
    public static bool TryFour(FourLengths lengths, byte* from, byte* to, int total, HuffmanCode code)
    {
        BackwardBits* streams = stackalloc BackwardBits[4];
        byte* second = from + lengths.First;
        byte* third = second + lengths.Second;
        if (!streams[0].TryStart(from, lengths.First)
            || !streams[1].TryStart(second, lengths.Second)
            || !streams[2].TryStart(third, lengths.Third)
            || !streams[3].TryStart(third + lengths.Third, lengths.Fourth))
        {
            return false;
        }

        int part = (total + 3) / 4;
        int last = total - (3 * part);
        int done = SideBySide(streams, to, part, last / SymbolsPerLoad, code);
        return done >= 0
            && TryRest(ref streams[0], to + done, part - done, code)
            && TryRest(ref streams[1], to + part + done, part - done, code)
            && TryRest(ref streams[2], to + (2 * part) + done, part - done, code)
            && TryRest(ref streams[3], to + (3 * part) + done, last - done, code);
    }

    private static bool TryRest(ref BackwardBits bits, byte* to, int count, HuffmanCode code)
    {
        for (byte* end = to + count; to < end; to++)
        {
            if (!bits.TryReload())
            {
                return false;
            }

            uint entry = code.Table[bits.Next >> code.Shift];
            bits.Drop((int)(entry >> 8));
            *to = (byte)entry;
        }

        return bits.Left == 0;
    }

    /// <summary>
    /// Five symbols of each stream a round. Returns how many there are of each; -1 if a stream is too short.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SideBySide(BackwardBits* streams, byte* to, nint part, int rounds, HuffmanCode code)
    {
        ulong a = streams[0].ToMarked(out byte* nextA, out byte* beginA);
        ulong b = streams[1].ToMarked(out byte* nextB, out byte* beginB);
        ulong c = streams[2].ToMarked(out byte* nextC, out byte* beginC);
        ulong d = streams[3].ToMarked(out byte* nextD, out byte* beginD);
        ushort* table = code.Table;
        int shift = code.Shift;
        byte* end = to + (rounds * SymbolsPerLoad);
        for (; to < end; to += SymbolsPerLoad)
        {
            Put(ref a, to, table, shift);
            Put(ref b, to + part, table, shift);
            Put(ref c, to + (2 * part), table, shift);
            Put(ref d, to + (3 * part), table, shift);
            Put(ref a, to + 1, table, shift);
            Put(ref b, to + part + 1, table, shift);
            Put(ref c, to + (2 * part) + 1, table, shift);
            Put(ref d, to + (3 * part) + 1, table, shift);
            Put(ref a, to + 2, table, shift);
            Put(ref b, to + part + 2, table, shift);
            Put(ref c, to + (2 * part) + 2, table, shift);
            Put(ref d, to + (3 * part) + 2, table, shift);
            Put(ref a, to + 3, table, shift);
            Put(ref b, to + part + 3, table, shift);
            Put(ref c, to + (2 * part) + 3, table, shift);
            Put(ref d, to + (3 * part) + 3, table, shift);
            Put(ref a, to + 4, table, shift);
            Put(ref b, to + part + 4, table, shift);
            Put(ref c, to + (2 * part) + 4, table, shift);
            Put(ref d, to + (3 * part) + 4, table, shift);
            a = Reload(a, ref nextA);
            b = Reload(b, ref nextB);
            c = Reload(c, ref nextC);
            d = Reload(d, ref nextD);
            if (nextA < beginA || nextB < beginB || nextC < beginC || nextD < beginD)
            {
                return -1;
            }
        }

        streams[0].FromMarked(a, nextA);
        streams[1].FromMarked(b, nextB);
        streams[2].FromMarked(c, nextC);
        streams[3].FromMarked(d, nextD);
        return rounds * SymbolsPerLoad;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref ulong bits, byte* to, ushort* table, int shift)
    {
        uint entry = table[bits >> shift];
        *to = (byte)entry;
        bits <<= (int)(entry >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reload(ulong bits, ref byte* next)
    {
        int used = BitOperations.TrailingZeroCount(bits);
        next -= used >> 3;
        return (*(ulong*)(next - sizeof(ulong)) | 1) << (used & 7);
    }
}
