namespace System;

/// <summary>A signed 32-bit integer. The C# compiler asks for it.</summary>
public readonly struct Int32 : IEquatable<int>
{
    /// <summary>The smallest value.</summary>
    public const int MinValue = unchecked((int)0x8000_0000);

    /// <summary>The largest value.</summary>
    public const int MaxValue = 0x7fff_ffff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(int other) => this == other;
}
