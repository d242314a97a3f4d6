namespace Airlock.Copy;

/// <summary>Sectors that go through one slot.</summary>
internal readonly struct Chunk
{
    /// <summary>From <paramref name="start"/> up to and without <paramref name="end"/>.</summary>
    public Chunk(ulong start, ulong end, bool isHole)
    {
        Start = start;
        End = end;
        IsHole = isHole;
    }

    /// <summary>The first sector.</summary>
    public ulong Start { get; }

    /// <summary>The first sector after it.</summary>
    public ulong End { get; }

    /// <summary>Sectors that need a place in RAM.</summary>
    public ulong BufferLength => IsHole ? 0 : End - Start;

    /// <summary>Whether there is nothing to be read.</summary>
    public bool IsHole { get; }
}
