using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Decodes the symbols of a block (RFC 1951, 3.2.3): fast while there is input and room, then carefully.
/// </summary>
internal static unsafe class BlockSymbols
{
    /// <summary>Goes on to the end of the block, of the input or of the output.</summary>
    public static InflateStatus Run(
        ref BitBuffer bits, ref SourceBytes source, ref TargetBytes target, InflateTables tables, bool hasPairs)
    {
        InflateStatus status = InflateStatus.NeedInput;
        if (source.Left >= FastSymbols.InputMargin && target.Left >= FastSymbols.OutputMargin)
        {
            status = RunFast(ref bits, ref source, ref target, tables.All, hasPairs);
        }

        return status == InflateStatus.NeedInput
            ? CarefulSymbols.Run(ref bits, ref source, ref target, tables)
            : status;
    }

    private static InflateStatus RunFast(
        ref BitBuffer bits, ref SourceBytes source, ref TargetBytes target, Span<uint> tables, bool hasPairs)
    {
        // SAFETY: the three spans are pinned, and all pointers are made from their positions and lengths, which their
        // types keep in order. FastSymbols says why it stays inside.
        fixed (byte* from = source.Bytes)
        fixed (byte* to = target.Bytes)
        fixed (uint* table = tables)
        {
            FastState state;
            state.Bits = bits.Bits;
            state.Count = (uint)bits.Count;
            state.Next = from + source.Position;
            state.InputEnd = from + (source.Bytes.Length - FastSymbols.InputMargin);
            state.Start = to;
            state.To = to + target.Position;
            state.OutputEnd = to + (target.Bytes.Length - FastSymbols.OutputMargin);
            state.Distance = 0;
            state.Length = 0;
            InflateStatus status = RunWithCopies(&state, table, hasPairs);
            bits.Count = (int)(state.Count & 63);
            bits.Bits = state.Bits & ((1UL << bits.Count) - 1);
            source.Position = (int)(state.Next - from);
            target.Position = (int)(state.To - to);
            return status;
        }
    }

    /// <summary>Copies the matches that the fast loop leaves to its caller, and lets it go on.</summary>
    private static InflateStatus RunWithCopies(FastState* state, uint* tables, bool hasPairs)
    {
        while (true)
        {
            InflateStatus status = hasPairs
                ? FastSymbols.Run<PairedLiterals>(state, tables)
                : FastSymbols.Run<SingleLiterals>(state, tables);
            if (state->Length == 0)
            {
                return status;
            }

            MatchCopy.Run(ref *state->To, state->Distance, state->Length);
            state->To += state->Length;
            if (state->Next > state->InputEnd || state->To > state->OutputEnd)
            {
                return InflateStatus.NeedInput;
            }
        }
    }
}
