namespace System;

/// <summary>An unsigned 64-bit integer. The C# compiler asks for it.</summary>
public readonly struct UInt64 : IEquatable<ulong>
{
    /// <summary>The smallest value.</summary>
    public const ulong MinValue = 0;

    /// <summary>The largest value.</summary>
    public const ulong MaxValue = 0xffff_ffff_ffff_ffff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(ulong other) => this == other;
}
