namespace System;

/// <summary>
/// The base of all arrays. The C# compiler asks for it, in signatures; there is no heap to make one on.
/// </summary>
public abstract class Array
{
    // The ahead-of-time compiler lays out the length here.
    private readonly int _numComponents;

    private protected Array(int length) => _numComponents = length;

    /// <summary>The number of elements.</summary>
    public int Length => _numComponents;
}
