namespace System;

/// <summary>A signed 8-bit integer. The C# compiler asks for it.</summary>
public readonly struct SByte : IEquatable<sbyte>
{
    /// <summary>The smallest value.</summary>
    public const sbyte MinValue = -0x80;

    /// <summary>The largest value.</summary>
    public const sbyte MaxValue = 0x7f;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(sbyte other) => this == other;
}
