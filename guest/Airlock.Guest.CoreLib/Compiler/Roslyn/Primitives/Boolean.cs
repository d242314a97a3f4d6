namespace System;

/// <summary>True or false. The C# compiler asks for it.</summary>
public readonly struct Boolean : IEquatable<bool>
{
    /// <summary>Whether both have the same value.</summary>
    public bool Equals(bool other) => this == other;
}
