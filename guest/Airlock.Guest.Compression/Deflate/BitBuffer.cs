using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>Bits of the stream that have been read and not used, the first in bit 0 (RFC 1951, 3.1.1).</summary>
internal struct BitBuffer
{
    // Filled so far, no item needs more input: a length and a distance with their extra bits have at most 48.
    private const int LongestItem = 48;

    /// <summary>The bits; those above <see cref="Count"/> are zero.</summary>
    public ulong Bits;

    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>Takes bits away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    /// <summary>Takes away what is left of a byte.</summary>
    public void DropToByte() => Drop(Count & 7);

    /// <summary>Takes bits as a number; there are as many.</summary>
    public int Take(int count)
    {
        int value = (int)Bits & ((1 << count) - 1);
        Drop(count);
        return value;
    }

    /// <summary>Reads so many bits at least; false if the input ends before.</summary>
    public bool TryFill(ref SourceBytes source, int count)
    {
        while (Count < count)
        {
            if (!source.TryByte(out int next))
            {
                return false;
            }

            Bits |= (ulong)next << Count;
            Count += 8;
        }

        return true;
    }

    /// <summary>Reads what the longest item needs, or what there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill(ref SourceBytes source)
    {
        if (Count >= LongestItem)
        {
            return;
        }

        if (source.Left < sizeof(ulong))
        {
            TryFill(ref source, LongestItem);
            return;
        }

        Bits |= BinaryPrimitives.ReadUInt64LittleEndian(source.Rest) << Count;
        source.Position += (63 - Count) >> 3;
        Count |= 56;
        Bits &= ulong.MaxValue >> (64 - Count);
    }

    /// <summary>
    /// Gives whole bytes back to the input. They are always of the piece that is there now: what was left of one before
    /// was too little for an item, and the item that needed more has used it up.
    /// </summary>
    public void GiveBack(ref SourceBytes source)
    {
        source.Position -= Count >> 3;
        Bits = 0;
        Count = 0;
    }
}
