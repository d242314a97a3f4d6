namespace System;

/// <summary>An unsigned 16-bit integer. The C# compiler asks for it.</summary>
public readonly struct UInt16 : IEquatable<ushort>
{
    /// <summary>The smallest value.</summary>
    public const ushort MinValue = 0;

    /// <summary>The largest value.</summary>
    public const ushort MaxValue = 0xffff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(ushort other) => this == other;
}
