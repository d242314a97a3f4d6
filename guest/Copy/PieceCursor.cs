namespace Airlock.Copy;

/// <summary>
/// Goes over a range of sectors in pieces. Usually there is one piece, the whole range. When a piece fails it is
/// halved, again and again, until the failing block, usually a sector, stands alone; then come pieces that grow again.
/// So a bad sector costs just itself, and about two requests for each doubling of the range's length.
/// </summary>
internal struct PieceCursor
{
    private readonly ulong _start;
    private readonly ulong _end;

    /// <summary>A range from <paramref name="start"/> up to and without <paramref name="end"/>, in one piece.</summary>
    public PieceCursor(ulong start, ulong end)
    {
        _start = start;
        _end = end;
        Position = start;
        Length = end - start;
    }

    /// <summary>The first sector of the current piece: everything of the range before it is settled.</summary>
    public ulong Position { get; private set; }

    /// <summary>Sectors in the current piece; 0 when the range is settled.</summary>
    public ulong Length { get; private set; }

    /// <summary>
    /// Shortens the piece to its first half; false if it has no more than <paramref name="blockSectors"/> already, a
    /// power of two.
    /// </summary>
    public bool TryHalve(ulong blockSectors)
    {
        if (Length <= blockSectors)
        {
            return false;
        }

        // The largest power of two below the length, so that pieces stay aligned to their length within the range.
        ulong half = blockSectors;
        while (half * 2 < Length)
        {
            half *= 2;
        }

        Length = half;
        return true;
    }

    /// <summary>Goes on to the piece after this one; false if the range ends here.</summary>
    public bool TryAdvance()
    {
        Position += Length;
        Length = 0;
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
