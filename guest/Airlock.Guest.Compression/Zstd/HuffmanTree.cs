using System;
using System.Numerics;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>
/// Reads the description of a Huffman tree (RFC 8878, 4.2.1) and builds its table: an entry has the symbol in its low
/// byte and the bits of its code above.
/// </summary>
internal static unsafe class HuffmanTree
{
    private const int MaxWeights = 255;

    /// <summary>Reads a tree.</summary>
    /// <param name="source">The block, from the tree on.</param>
    /// <param name="log">The bits of the table's index.</param>
    public static bool TryRead(ref SourceBytes source, ZstdAreas areas, out int log)
    {
        log = 0;
        Span<byte> weights = areas.Weights;
        if (!source.TryByte(out int header))
        {
            return false;
        }

        int count = header - 127;
        bool isRead = header >= 128
            ? TryReadDirect(ref source, weights.Slice(0, count))
            : TryReadCoded(ref source, header, areas, out count);
        return isRead
            && TryAddLast(weights, count, out log)
            && TryBuild(areas.Huffman, weights.Slice(0, count + 1), log);
    }

    // 4.2.1.1: four bits each, the first one higher.
    private static bool TryReadDirect(ref SourceBytes source, Span<byte> weights)
    {
        ReadOnlySpan<byte> bytes = source.Rest;
        int length = (weights.Length + 1) / 2;
        if (bytes.Length < length)
        {
            return false;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (byte)((i & 1) == 0 ? bytes[i >> 1] >> 4 : bytes[i >> 1] & 15);
        }

        source.Position += length;
        return true;
    }

    // 4.2.1.2.
    private static bool TryReadCoded(ref SourceBytes source, int length, ZstdAreas areas, out int count)
    {
        count = 0;
        if (source.Left < length)
        {
            return false;
        }

        int end = source.Position + length;
        var part = new SourceBytes(source.Bytes.Slice(0, end), source.Position);
        source.Position = end;
        Span<short> counts = areas.Counts;
        if (!FseHeader.TryRead(ref part, counts, CodeKind.Weights, out FseHeader header))
        {
            return false;
        }

        FseTable.Build(areas.Fse(CodeKind.Weights), counts.Slice(0, header.Symbols), header.Log, CodeKind.Weights);

        // SAFETY: pinned for the call; what stands before the part is the block's header and more, in the same span.
        fixed (byte* bytes = part.Bytes)
        {
            var bits = default(BackwardBits);
            return bits.TryStart(bytes + part.Position, part.Left)
                && TryDecode(ref bits, areas, header.Log, out count);
        }
    }

    /// <summary>Two states take turns; when one can't go on, the other one's symbol is the last.</summary>
    private static bool TryDecode(ref BackwardBits bits, ZstdAreas areas, int log, out int count)
    {
        Span<ulong> table = areas.Fse(CodeKind.Weights).Slice(0, 1 << log);
        Span<byte> weights = areas.Weights;
        uint state = bits.Take(log);
        uint other = bits.Take(log);
        count = 0;
        while (bits.TryReload() && count < MaxWeights - 1)
        {
            ulong entry = table[(int)state];
            weights[count++] = (byte)(entry >> 32);
            int need = (byte)(entry >> 16);
            if (need > bits.Left)
            {
                weights[count++] = (byte)(table[(int)other] >> 32);
                return true;
            }

            state = other;
            other = (ushort)entry + bits.Take(need);
        }

        return false;
    }

    /// <summary>The last weight isn't written: it is what makes the code complete.</summary>
    private static bool TryAddLast(Span<byte> weights, int count, out int log)
    {
        uint sum = 0;
        log = 0;
        foreach (byte weight in weights.Slice(0, count))
        {
            if (weight > ZstdAreas.HuffmanBits)
            {
                return false;
            }

            sum += (1u << weight) >> 1;
        }

        if (sum is 0 or >= 1 << ZstdAreas.HuffmanBits)
        {
            return false;
        }

        log = BitOperations.Log2(sum) + 1;
        uint rest = (1u << log) - sum;
        weights[count] = (byte)(BitOperations.Log2(rest) + 1);
        return BitOperations.IsPow2(rest);
    }

    /// <summary>
    /// Symbols of the same weight stand together, low weights first; false if no code has all the bits.
    /// </summary>
    private static bool TryBuild(Span<ushort> table, ReadOnlySpan<byte> weights, int log)
    {
        Span<int> starts = stackalloc int[ZstdAreas.HuffmanBits + 2];
        starts.Clear();
        foreach (byte weight in weights)
        {
            starts[weight]++;
        }

        if (starts[1] == 0)
        {
            return false;
        }

        int start = 0;
        for (int weight = 1; weight <= log; weight++)
        {
            int length = starts[weight] << (weight - 1);
            starts[weight] = start;
            start += length;
        }

        for (int symbol = 0; symbol < weights.Length; symbol++)
        {
            int weight = weights[symbol];
            int length = (1 << weight) >> 1;
            table.Slice(starts[weight], length).Fill((ushort)(symbol | ((log + 1 - weight) << 8)));
            starts[weight] += length;
        }

        return true;
    }
}
