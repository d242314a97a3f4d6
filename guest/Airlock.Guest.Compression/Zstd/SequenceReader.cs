using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Decodes sequences from their stream (RFC 8878, 3.1.1.3.2.1.2).</summary>
internal unsafe struct SequenceReader
{
    // SAFETY: the tables lie in the pinned workspace. A state is below its table's size: it begins as so many bits, and
    // goes on as an entry's baseline and bits, which FseTable has made so. The caller has room for as many sequences as
    // it asks for.

    // Offset, match and literals have at most 24, 16 and 16 bits; the next states 9, 9 and 8.
    private const int StateBits = 26;

    private BackwardBits _bits;
    private ulong* _literalTable;
    private ulong* _offsetTable;
    private ulong* _matchTable;
    private uint _literalState;
    private uint _offsetState;
    private uint _matchState;

    /// <summary>How many bits are left; not 0 behind the last sequence is a mistake.</summary>
    public readonly long BitsLeft => _bits.Left;

    /// <summary>Begins with the stream's states; false if it is too short, or has no end.</summary>
    /// <param name="stream">The stream; eight bytes before it may be read.</param>
    /// <param name="length">In bytes.</param>
    public bool TryStart(byte* stream, int length, ZstdAreas areas, ref FrameState frame)
    {
        if (!_bits.TryStart(stream, length))
        {
            return false;
        }

        _literalTable = areas.FsePointer(CodeKind.LiteralLengths);
        _offsetTable = areas.FsePointer(CodeKind.Offsets);
        _matchTable = areas.FsePointer(CodeKind.MatchLengths);
        _literalState = _bits.Take(frame.LiteralLengthLog);
        _offsetState = _bits.Take(frame.OffsetLog);
        _matchState = _bits.Take(frame.MatchLengthLog);
        return _bits.TryReload();
    }

    /// <summary>Decodes sequences; false if the stream ends before.</summary>
    /// <param name="isLast">Whether the stream ends with the last of these: no states follow it.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryRead(Sequence* to, int count, bool isLast)
    {
        BackwardBits bits = _bits;
        ulong* literalTable = _literalTable;
        ulong* offsetTable = _offsetTable;
        ulong* matchTable = _matchTable;
        uint literalState = _literalState;
        uint offsetState = _offsetState;
        uint matchState = _matchState;
        Sequence* end = to + count;
        while (true)
        {
            ulong literals = literalTable[literalState];
            ulong offset = offsetTable[offsetState];
            ulong match = matchTable[matchState];
            to->Offset = ValueOf(offset, ref bits);
            to->Match = ValueOf(match, ref bits);
            to->Literals = ValueOf(literals, ref bits);
            to++;
            if (to == end && isLast)
            {
                break;
            }

            if (!bits.TryReloadFor(StateBits))
            {
                return false;
            }

            literalState = StateAfter(literals, ref bits);
            matchState = StateAfter(match, ref bits);
            offsetState = StateAfter(offset, ref bits);
            if (!bits.TryReload())
            {
                return false;
            }

            if (to == end)
            {
                break;
            }
        }

        _bits = bits;
        _literalState = literalState;
        _offsetState = offsetState;
        _matchState = matchState;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ValueOf(ulong entry, ref BackwardBits bits) =>
        (uint)(entry >> 32) + bits.Take((byte)(entry >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint StateAfter(ulong entry, ref BackwardBits bits) =>
        (ushort)entry + bits.Take((byte)(entry >> 16));
}
