using System.Runtime.CompilerServices;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Decodes symbols while there is input and room to spare. The loop calls nothing: a call would cost it the registers.
/// What would need one it leaves to its caller.
/// </summary>
internal static unsafe class FastSymbols
{
    // SAFETY: checked spans keep the loop's values out of registers; these bounds hold instead. A turn begins with
    // InputMargin bytes of input and OutputMargin bytes of room. It refills twice, reading 8 bytes and going on by at
    // most 7: 7 + 8 are below InputMargin. It writes at most 6 literals, and of a match 258 bytes and MatchCopy.Room
    // more. A match starts inside the output: its distance is compared with what has been written. Indices are masked,
    // or come from entries of CodeTable, which writes through checked spans.

    /// <summary>Bytes of input that a turn may look at.</summary>
    public const int InputMargin = 16;

    /// <summary>Bytes of output that a turn may touch.</summary>
    public const int OutputMargin = 304;

    private const int LiteralMask = (1 << InflateTables.LiteralBits) - 1;
    private const int DistanceMask = (1 << InflateTables.DistanceBits) - 1;

    /// <summary>
    /// Goes on to the margins, the end of the block, a mistake, or a match that is to be copied by the caller.
    /// </summary>
    /// <returns>NeedInput if nothing but the margins, or the match, keeps it from going on.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InflateStatus Run<TMode>(FastState* state, uint* tables)
        where TMode : struct, ILiteralMode
    {
        ulong bits = state->Bits;
        uint count = state->Count;
        byte* next = state->Next;
        byte* to = state->To;
        byte* inputEnd = state->InputEnd;
        byte* outputEnd = state->OutputEnd;
        InflateStatus status = InflateStatus.NeedInput;
        state->Length = 0;
        Refill(ref bits, ref count, ref next);
        uint entry = tables[bits & LiteralMask];
        while (next <= inputEnd && to <= outputEnd)
        {
            Refill(ref bits, ref count, ref next);
            if (CodeEntry.IsLiteral(entry))
            {
                to = Put<TMode>(entry, to);
                entry = Advance(ref bits, ref count, entry, tables);
                if (CodeEntry.IsLiteral(entry))
                {
                    to = Put<TMode>(entry, to);
                    entry = Advance(ref bits, ref count, entry, tables);
                    if (CodeEntry.IsLiteral(entry))
                    {
                        to = Put<TMode>(entry, to);
                        entry = Advance(ref bits, ref count, entry, tables);
                        continue;
                    }
                }
            }

            if ((entry & CodeEntry.Special) != 0)
            {
                if ((entry & CodeEntry.Stop) == 0)
                {
                    Use(ref bits, ref count, InflateTables.LiteralBits);
                    entry = tables[CodeEntry.InTable(entry, bits)];
                    if (CodeEntry.IsLiteral(entry))
                    {
                        to = Put<SingleLiterals>(entry, to);
                        entry = Advance(ref bits, ref count, entry, tables);
                        continue;
                    }
                }

                if ((entry & CodeEntry.Stop) != 0)
                {
                    Use(ref bits, ref count, entry);
                    status = CodeEntry.Meaning(entry);
                    break;
                }
            }

            uint length = CodeEntry.Value(entry, bits);
            Use(ref bits, ref count, entry);
            nuint distance = Distance(ref bits, ref count, ref next, tables + InflateTables.DistanceStart);
            if (distance - 1 >= (nuint)(to - state->Start))
            {
                status = distance == 0 ? InflateStatus.BadSymbol : InflateStatus.DistanceTooFar;
                break;
            }

            entry = tables[bits & LiteralMask];
            if (!TryCopy(ref to, distance, length))
            {
                state->Distance = distance;
                state->Length = length;
                break;
            }
        }

        state->Bits = bits;
        state->Count = count;
        state->Next = next;
        state->To = to;
        return status;
    }

    /// <summary>
    /// Without a branch: as many whole bytes as there is room for; the bits of one more may stand above already.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref ulong bits, ref uint count, ref byte* next)
    {
        bits |= *(ulong*)next << (int)count;
        next += (~count >> 3) & 7;
        count |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Use(ref ulong bits, ref uint count, uint entry)
    {
        bits >>= (int)entry;
        count -= entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Advance(ref ulong bits, ref uint count, uint entry, uint* tables)
    {
        Use(ref bits, ref count, entry);
        return tables[bits & LiteralMask];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Put<TMode>(uint entry, byte* to)
        where TMode : struct, ILiteralMode
    {
        if (TMode.HasPairs)
        {
            *(ushort*)to = (ushort)(entry >> 8);
            return to + 1 + ((entry >> 30) & 1);
        }

        *to = (byte)(entry >> 8);
        return to + 1;
    }

    /// <summary>The distance that comes next; 0 if it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Distance(ref ulong bits, ref uint count, ref byte* next, uint* distances)
    {
        uint entry = distances[bits & DistanceMask];
        Refill(ref bits, ref count, ref next);
        if ((entry & CodeEntry.Special) != 0)
        {
            if ((entry & CodeEntry.Stop) == 0)
            {
                Use(ref bits, ref count, InflateTables.DistanceBits);
                entry = distances[CodeEntry.InTable(entry, bits)];
            }

            if ((entry & CodeEntry.Stop) != 0)
            {
                return 0;
            }
        }

        nuint distance = CodeEntry.Value(entry, bits);
        Use(ref bits, ref count, entry);
        return distance;
    }

    /// <summary>Copies a match but if it overlaps itself closely, or is long and overlaps: then false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopy(ref byte* to, nuint distance, uint length)
    {
        byte* from = to - distance;
        byte* at = to;
        if (distance >= 16)
        {
            *(Block16*)at = *(Block16*)from;
            if (length > 16)
            {
                if (distance < length)
                {
                    return false;
                }

                byte* end = to + length - 16;
                do
                {
                    at += 16;
                    from += 16;
                    *(Block16*)at = *(Block16*)from;
                }
                while (at < end);
            }

            to += length;
            return true;
        }

        if (distance < 8)
        {
            return false;
        }

        to += length;
        do
        {
            *(ulong*)at = *(ulong*)from;
            at += 8;
            from += 8;
        }
        while (at < to);
        return true;
    }
}
