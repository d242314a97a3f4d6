using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Decodes symbols one at a time, near the end of input or output: nothing is used before all of it is there.
/// </summary>
internal static class CarefulSymbols
{
    /// <summary>Goes on to the end of the block, of the input or of the output.</summary>
    public static InflateStatus Run(
        ref BitBuffer bits, ref SourceBytes source, ref TargetBytes target, InflateTables tables)
    {
        InflateStatus status = InflateStatus.Done;
        while (status == InflateStatus.Done)
        {
            bits.Fill(ref source);
            ulong rest = bits.Bits;
            uint entry = LookUp(tables.Literals, InflateTables.LiteralBits, ref rest, out int used);
            if (CodeEntry.IsLiteral(entry))
            {
                status = PutLiteral(ref bits, ref target, entry, used);
                continue;
            }

            used += (int)(entry & 63);
            if (used > bits.Count)
            {
                return InflateStatus.NeedInput;
            }

            if ((entry & CodeEntry.Special) != 0)
            {
                bits.Drop(used);
                return CodeEntry.Meaning(entry);
            }

            int length = (int)CodeEntry.Value(entry, rest);
            rest >>= (int)entry;
            status = PutMatch(ref bits, ref target, tables.Distances, new Match(rest, used, length));
        }

        return status;
    }

    /// <summary>
    /// The entry for the next bits; what a second table needed before it goes from <paramref name="bits"/>.
    /// </summary>
    private static uint LookUp(Span<uint> table, int primaryBits, ref ulong bits, out int used)
    {
        used = 0;
        uint entry = table[(int)bits & ((1 << primaryBits) - 1)];
        if (CodeEntry.IsTable(entry))
        {
            used = primaryBits;
            bits >>= primaryBits;
            entry = table[(int)CodeEntry.InTable(entry, bits)];
        }

        return entry;
    }

    /// <summary>The first one only, if there are two: for both there may be no room.</summary>
    private static InflateStatus PutLiteral(ref BitBuffer bits, ref TargetBytes target, uint entry, int used)
    {
        used += (int)(entry >> 24) & 15;
        if (used > bits.Count)
        {
            return InflateStatus.NeedInput;
        }

        if (target.Left == 0)
        {
            return InflateStatus.OutputFull;
        }

        target.Bytes[target.Position++] = (byte)(entry >> 8);
        bits.Drop(used);
        return InflateStatus.Done;
    }

    private static InflateStatus PutMatch(
        ref BitBuffer bits, ref TargetBytes target, Span<uint> distances, Match match)
    {
        ulong rest = match.Bits;
        uint entry = LookUp(distances, InflateTables.DistanceBits, ref rest, out int used);
        used += match.Used + (int)(entry & 63);
        if (used > bits.Count)
        {
            return InflateStatus.NeedInput;
        }

        if ((entry & CodeEntry.Special) != 0)
        {
            return InflateStatus.BadSymbol;
        }

        int distance = (int)CodeEntry.Value(entry, rest);
        if (distance > target.Position)
        {
            return InflateStatus.DistanceTooFar;
        }

        bits.Drop(used);
        int length = Math.Min(match.Length, target.Left);
        Copy(ref target, distance, length);
        return length == match.Length ? InflateStatus.Done : InflateStatus.OutputFull;
    }

    private static void Copy(ref TargetBytes target, int distance, int length)
    {
        if (target.Left >= length + MatchCopy.Room && length > 0)
        {
            MatchCopy.Run(ref target.Bytes[target.Position], (nuint)(uint)distance, (nuint)(uint)length);
        }
        else
        {
            MatchCopy.Exact(target.Bytes, target.Position, distance, length);
        }

        target.Position += length;
    }

    /// <summary>A match whose distance is still to be read from the bits; so many are used before them.</summary>
    private readonly struct Match(ulong bits, int used, int length)
    {
        public readonly ulong Bits = bits;
        public readonly int Used = used;
        public readonly int Length = length;
    }
}
