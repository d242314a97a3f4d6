namespace System;

/// <summary>A signed 16-bit integer. The C# compiler asks for it.</summary>
public readonly struct Int16 : IEquatable<short>
{
    /// <summary>The smallest value.</summary>
    public const short MinValue = -0x8000;

    /// <summary>The largest value.</summary>
    public const short MaxValue = 0x7fff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(short other) => this == other;
}
