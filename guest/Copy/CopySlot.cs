namespace Airlock.Copy;

/// <summary>
/// A chunk on its way from input to output, in pieces. Usually there is one piece, the whole chunk. When a piece fails
/// it is halved, again and again, until the failing sector stands alone; then come pieces that grow again. So a bad
/// sector costs just itself, and about two requests for each doubling of the chunk's length.
/// </summary>
internal struct CopySlot
{
    /// <summary>What <see cref="Position"/> is in a slot that has no chunk.</summary>
    public const ulong Idle = ulong.MaxValue;

    private ulong _start;
    private ulong _end;

    /// <summary>The first sector of the current piece: everything of the chunk before it is settled.</summary>
    public ulong Position { get; private set; }

    /// <summary>Sectors in the current piece.</summary>
    public ulong Length { get; private set; }

    /// <summary>Takes on the chunk from <paramref name="start"/> up to and without <paramref name="end"/>.</summary>
    public void Begin(ulong start, ulong end)
    {
        _start = start;
        _end = end;
        Position = start;
        Length = end - start;
    }

    /// <summary>Makes the slot idle.</summary>
    public void Clear() => Position = Idle;

    /// <summary>Shortens the piece to its first half; false if it is a single sector already.</summary>
    public bool TryHalve()
    {
        if (Length == 1)
        {
            return false;
        }

        // The largest power of two below the length, so that pieces stay aligned to their length within the chunk.
        ulong half = 1;
        while (half * 2 < Length)
        {
            half *= 2;
        }

        Length = half;
        return true;
    }

    /// <summary>Goes on to the piece after this one; false if the chunk ends here.</summary>
    public bool TryAdvance()
    {
        Position += Length;
        if (Position == _end)
        {
            return false;
        }

        // As long as the alignment allows: the other half of what was halved last, or of what was halved before it.
        ulong offset = Position - _start;
        ulong aligned = offset & (~offset + 1);
        ulong rest = _end - Position;
        Length = aligned < rest ? aligned : rest;
        return true;
    }
}
