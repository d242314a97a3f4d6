namespace System;

/// <summary>One UTF-16 code unit. The C# compiler asks for it.</summary>
public readonly struct Char : IEquatable<char>
{
    /// <summary>The smallest value.</summary>
    public const char MinValue = '\0';

    /// <summary>The largest value.</summary>
    public const char MaxValue = '\uffff';

    /// <summary>Whether both have the same value.</summary>
    public bool Equals(char other) => this == other;
}
