namespace System;

/// <summary>An unsigned 8-bit integer. The C# compiler asks for it.</summary>
public readonly struct Byte : IEquatable<byte>
{
    /// <summary>The smallest value.</summary>
    public const byte MinValue = 0;

    /// <summary>The largest value.</summary>
    public const byte MaxValue = 0xff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(byte other) => this == other;
}
