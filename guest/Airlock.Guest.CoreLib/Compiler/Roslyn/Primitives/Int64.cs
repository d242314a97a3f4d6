namespace System;

/// <summary>A signed 64-bit integer. The C# compiler asks for it.</summary>
public readonly struct Int64 : IEquatable<long>
{
    /// <summary>The smallest value.</summary>
    public const long MinValue = unchecked((long)0x8000_0000_0000_0000);

    /// <summary>The largest value.</summary>
    public const long MaxValue = 0x7fff_ffff_ffff_ffff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(long other) => this == other;
}
