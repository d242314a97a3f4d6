namespace System;

/// <summary>An unsigned 32-bit integer. The C# compiler asks for it.</summary>
public readonly struct UInt32 : IEquatable<uint>
{
    /// <summary>The smallest value.</summary>
    public const uint MinValue = 0;

    /// <summary>The largest value.</summary>
    public const uint MaxValue = 0xffff_ffff;

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(uint other) => this == other;
}
