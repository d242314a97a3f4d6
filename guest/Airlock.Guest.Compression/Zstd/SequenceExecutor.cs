using System;
using System.Runtime.CompilerServices;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Carries out sequences: copies literals, then a match (RFC 8878, 3.1.1.4).</summary>
internal unsafe struct SequenceExecutor
{
    // SAFETY: output and literals are pinned. Literals are counted before they are copied, and have Margin bytes behind
    // them. Output is measured before each sequence: with fewer than Margin bytes to spare, it is copied exactly. A
    // match starts inside the frame: its offset is compared with what has been written.

    private const int Margin = ZstdAreas.Margin;

    private readonly byte* _start;
    private readonly byte* _end;
    private Literals _literals;
    private byte* _to;
    private OffsetHistory _offsets;

    /// <param name="start">The first byte of the frame's output.</param>
    /// <param name="to">The next one.</param>
    /// <param name="end">Where the room for the block ends.</param>
    public SequenceExecutor(Literals literals, byte* start, byte* to, byte* end)
    {
        _literals = literals;
        _start = start;
        _to = to;
        _end = end;
    }

    /// <summary>The next byte of output.</summary>
    public readonly byte* To => _to;

    /// <summary>The last offsets.</summary>
    public OffsetHistory Offsets
    {
        readonly get => _offsets;
        set => _offsets = value;
    }

    /// <summary>Carries out sequences. OutputFull: the room is full, and there is more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ZstdStatus Run(Sequence* sequence, int count)
    {
        byte* literals = _literals.Next;
        byte* literalsEnd = _literals.End;
        byte* to = _to;
        byte* start = _start;
        byte* end = _end;
        OffsetHistory offsets = _offsets;
        ZstdStatus status = ZstdStatus.Done;
        for (Sequence* last = sequence + count; sequence < last; sequence++)
        {
            nuint length = sequence->Literals;
            nuint match = sequence->Match;
            nuint distance = offsets.Take(sequence->Offset, sequence->Literals);
            status = length > (nuint)(literalsEnd - literals) ? ZstdStatus.TooFewLiterals
                : distance - 1 >= (nuint)(to - start) + length ? ZstdStatus.OffsetTooFar
                : ZstdStatus.Done;
            if (status != ZstdStatus.Done)
            {
                break;
            }

            if (length + match + Margin > (nuint)(end - to))
            {
                status = Exact(ref to, literals, end, *sequence, distance);
                literals += length;
                if (status != ZstdStatus.Done)
                {
                    break;
                }

                continue;
            }

            CopyLiterals(to, literals, length);
            to += length;
            literals += length;
            CopyMatch(to, distance, match);
            to += match;
        }

        _literals.Next = literals;
        _to = to;
        _offsets = offsets;
        return status;
    }

    /// <summary>
    /// Copies the literals that no sequence has taken. OutputFull: the room is full, and there is more.
    /// </summary>
    public ZstdStatus Finish()
    {
        nuint left = (nuint)(_literals.End - _literals.Next);
        nuint length = Math.Min(left, (nuint)(_end - _to));
        new ReadOnlySpan<byte>(_literals.Next, (int)length).CopyTo(new Span<byte>(_to, (int)length));
        _to += length;
        return length == left ? ZstdStatus.Done : ZstdStatus.OutputFull;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLiterals(byte* to, byte* from, nuint length)
    {
        *(Block16*)to = *(Block16*)from;
        for (nuint done = 16; done < length; done += 16)
        {
            *(Block16*)(to + done) = *(Block16*)(from + done);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* to, nuint distance, nuint length)
    {
        if (distance < 16 || (length > 16 && distance < length))
        {
            MatchCopy.Run(ref *to, distance, length);
            return;
        }

        byte* from = to - distance;
        *(Block16*)to = *(Block16*)from;
        for (nuint done = 16; done < length; done += 16)
        {
            *(Block16*)(to + done) = *(Block16*)(from + done);
        }
    }

    /// <summary>
    /// A sequence near the end of the room: nothing is written beyond it, and as much as there is room for.
    /// </summary>
    private static ZstdStatus Exact(ref byte* to, byte* literals, byte* end, Sequence sequence, nuint distance)
    {
        nuint length = Math.Min(sequence.Literals, (nuint)(end - to));
        new ReadOnlySpan<byte>(literals, (int)length).CopyTo(new Span<byte>(to, (int)length));
        to += length;
        nuint room = (nuint)(end - to);
        nuint match = length < sequence.Literals ? 0 : Math.Min(sequence.Match, room);
        nuint bulk = Math.Min(match, room - Math.Min(room, MatchCopy.Room));
        if (bulk > 0)
        {
            MatchCopy.Run(ref *to, distance, bulk);
            to += bulk;
        }

        for (nuint left = match - bulk; left != 0; left--)
        {
            *to = *(to - distance);
            to++;
        }

        return match == sequence.Match ? ZstdStatus.Done : ZstdStatus.OutputFull;
    }
}
