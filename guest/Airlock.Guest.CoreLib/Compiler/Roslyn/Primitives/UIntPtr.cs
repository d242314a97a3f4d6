namespace System;

/// <summary>An unsigned integer as wide as a pointer. The C# compiler asks for it.</summary>
public readonly struct UIntPtr : IEquatable<nuint>
{
    /// <summary>Whether both have the same value.</summary>
    public bool Equals(nuint other) => this == other;
}
