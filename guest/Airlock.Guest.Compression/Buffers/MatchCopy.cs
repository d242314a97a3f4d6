using System;
using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Buffers;

/// <summary>Repeats what was written before: a match of a dictionary coder, which may overlap itself.</summary>
internal static class MatchCopy
{
    // SAFETY: the caller has distance bytes before the destination and Room bytes behind the match. Each store of 16
    // starts before the match's end, so that it ends less than Room bytes behind it.

    /// <summary>How many bytes behind a match may be overwritten.</summary>
    public const int Room = 16;

    private const int BlockLength = 16;

    private static ReadOnlySpan<ulong> Multipliers =>
    [
        0, 0x0101_0101_0101_0101, 0x0001_0001_0001_0001, 0x0001_0000_0100_0001, 0x0000_0001_0000_0001,
        0x0000_0100_0000_0001, 0x0001_0000_0000_0001, 0x0100_0000_0000_0001, 1,
    ];

    // The largest multiple of the distance up to 16.
    private static ReadOnlySpan<byte> Steps => [0, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    // By which bit of the period the second eight bytes start: 64 modulo the period's length.
    private static ReadOnlySpan<byte> Turns => [0, 0, 0, 16, 0, 24, 16, 8, 0];

    /// <summary>Copies a match byte by byte, where there is no room behind it.</summary>
    public static void Exact(Span<byte> bytes, int position, int distance, int length)
    {
        for (int i = position; i < position + length; i++)
        {
            bytes[i] = bytes[i - distance];
        }
    }

    /// <summary>Copies a match; up to <see cref="Room"/> bytes behind it may change.</summary>
    /// <param name="distance">How far back it starts, 1 or more.</param>
    /// <param name="length">Bytes, 1 or more.</param>
    public static void Run(ref byte to, nuint distance, nuint length)
    {
        if (distance < BlockLength)
        {
            Near(ref to, distance, length);
        }
        else
        {
            Far(ref to, distance, length);
        }
    }

    /// <summary>
    /// The period is made in registers once, and only stores follow: a load would wait for the store before it.
    /// </summary>
    private static void Near(ref byte to, nuint distance, nuint length)
    {
        Block16 block = distance <= 8 ? ShortPeriod(ref to, (int)distance) : LongPeriod(ref to, (int)distance);
        nuint step = Steps[(int)distance];
        nuint done = 0;
        do
        {
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref to, done), block);
            done += step;
        }
        while (done < length);
    }

    private static Block16 ShortPeriod(ref byte to, int distance)
    {
        int bits = 8 * distance;
        ulong mask = ulong.MaxValue >> (64 - bits);
        ulong period = Before(ref to, distance) & mask;
        int turn = Turns[distance];
        ulong turned = ((period >> turn) | (period << (bits - turn))) & mask;
        return new Block16 { Low = period * Multipliers[distance], High = turned * Multipliers[distance] };
    }

    private static Block16 LongPeriod(ref byte to, int distance)
    {
        ulong first = Before(ref to, distance);
        ulong rest = Before(ref to, 8) >> (8 * (BlockLength - distance));
        return new Block16 { Low = first, High = rest | (first << (8 * (distance - 8))) };
    }

    // Eight bytes that start so far back; with a distance under eight they reach into the match's place.
    private static ulong Before(ref byte to, int distance) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref to, unchecked((nuint)(-distance))));

    /// <summary>
    /// What is there is copied, then twice as much, and so on: no load waits for the store just before it.
    /// </summary>
    private static void Far(ref byte to, nuint distance, nuint length)
    {
        ref byte from = ref Unsafe.AddByteOffset(ref to, 0 - distance);
        while (true)
        {
            nuint part = Math.Min(distance, length);
            Blocks(ref to, ref from, part);
            length -= part;
            if (length == 0)
            {
                return;
            }

            to = ref Unsafe.AddByteOffset(ref to, part);
            distance += part;
        }
    }

    private static void Blocks(ref byte to, ref byte from, nuint length)
    {
        nuint done = 0;
        do
        {
            Block16 block = Unsafe.ReadUnaligned<Block16>(ref Unsafe.AddByteOffset(ref from, done));
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref to, done), block);
            done += BlockLength;
        }
        while (done < length);
    }
}
