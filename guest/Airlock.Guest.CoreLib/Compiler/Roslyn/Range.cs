namespace System;

/// <summary>From one position up to another. The C# compiler asks for it, for <c>1..^1</c>.</summary>
public readonly struct Range
{
    /// <summary>The first position inside.</summary>
    public Index Start { get; }

    /// <summary>The first position outside.</summary>
    public Index End { get; }

    /// <param name="start">The first position inside.</param>
    /// <param name="end">The first position outside.</param>
    public Range(Index start, Index end)
    {
        Start = start;
        End = end;
    }

    /// <summary>From a position to the end.</summary>
    public static Range StartAt(Index start) => new(start, new Index(0, fromEnd: true));

    /// <summary>From the start to a position.</summary>
    public static Range EndAt(Index end) => new(new Index(0), end);

    /// <summary>Everything.</summary>
    public static Range All => new(new Index(0), new Index(0, fromEnd: true));
}
