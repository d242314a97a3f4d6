using System.Numerics;
using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>A stream of bits that is read from its end backwards (RFC 8878, 4.1, 4.2.2).</summary>
internal unsafe struct BackwardBits
{
    // SAFETY: whoever starts it has pinned the stream, and eight bytes before it that may be read, too. A load ends at
    // _next, which is never below _begin.

    private ulong _bits;
    private byte* _next;
    private byte* _begin;
    private int _used;

    /// <summary>How many bits are left; negative if more have been read than there were.</summary>
    public readonly long Left => ((_next - _begin) * 8) - _used;

    /// <summary>The bits that come next, highest first.</summary>
    public readonly ulong Next => _bits << _used;

    /// <summary>
    /// Begins behind the highest bit that is set, which marks the end; false if there is none in the last byte.
    /// </summary>
    public bool TryStart(byte* begin, int length)
    {
        if (length <= 0 || begin[length - 1] == 0)
        {
            return false;
        }

        _begin = begin;
        _next = begin + length;
        _bits = *(ulong*)(_next - sizeof(ulong));
        _used = BitOperations.LeadingZeroCount((uint)begin[length - 1]) - 23;
        return true;
    }

    /// <summary>Takes a number of up to 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        uint value = (uint)(Next >> 1 >> ~count);
        _used += count;
        return value;
    }

    /// <summary>Takes bits away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int count) => _used += count;

    /// <summary>Reads on, so that 57 bits can be taken; false if more have been taken than there were.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReload()
    {
        _next -= _used >> 3;
        _used &= 7;
        if (_next < _begin)
        {
            return false;
        }

        _bits = *(ulong*)(_next - sizeof(ulong));
        return true;
    }

    /// <summary>The same, if otherwise less than <paramref name="count"/> bits could be taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReloadFor(int count) => _used <= 64 - count || TryReload();

    /// <summary>
    /// The bits that come next, highest first, with a one behind the last: its place says how many were taken.
    /// </summary>
    public readonly ulong ToMarked(out byte* next, out byte* begin)
    {
        next = _next;
        begin = _begin;
        return (_bits | 1) << _used;
    }

    /// <summary>Goes on where marked bits have got to; these are not before the beginning.</summary>
    public void FromMarked(ulong bits, byte* next)
    {
        _used = BitOperations.TrailingZeroCount(bits);
        _next = next;
        _bits = *(ulong*)(next - sizeof(ulong));
    }
}
