namespace System;

/// <summary>A signed integer as wide as a pointer. The C# compiler asks for it.</summary>
public readonly struct IntPtr : IEquatable<nint>
{
    /// <summary>Whether both have the same value.</summary>
    public bool Equals(nint other) => this == other;
}
