using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// Finds out that two blocks of a virtual disk are stored in the same place, where the format has no such thing: a bit
/// for each place, in memory of <see cref="IByteSource.Marks"/>. A file with more places than bits has only the first
/// of them compared.
/// </summary>
/// <remarks>
/// The same block may be looked up any number of times. It is marked by the first look that comes to it in ascending
/// order: what lies before a block that was marked is taken as it is.
/// </remarks>
internal struct BlockMarks
{
    private const int BitsOfByte = 8;

    private ulong _next;

    /// <summary>Forgets all blocks; <paramref name="places"/> is how many places the file has.</summary>
    public void Start(Span<byte> marks, ulong places)
    {
        _next = 0;
        marks.Slice(0, (int)Math.Min((ulong)marks.Length, FileRange.Units(places, BitsOfByte))).Clear();
    }

    /// <summary>Marks the place of a block; false if another block has it.</summary>
    /// <param name="marks">The same memory each time.</param>
    /// <param name="block">The number of the block in the virtual disk.</param>
    /// <param name="place">
    /// The number of its place. Where blocks of one length begin anywhere, its first byte divided by that length: two
    /// that are told apart by this may still overlap, but two that don't overlap are always told apart.
    /// </param>
    public bool TryMark(Span<byte> marks, ulong block, ulong place)
    {
        if (block < _next)
        {
            return true;
        }

        if (place / BitsOfByte < (ulong)marks.Length)
        {
            ref byte mark = ref marks[(int)(place / BitsOfByte)];
            int bit = 1 << (int)(place % BitsOfByte);
            if ((mark & bit) != 0)
            {
                return false;
            }

            mark |= (byte)bit;
        }

        _next = block + 1;
        return true;
    }
}
