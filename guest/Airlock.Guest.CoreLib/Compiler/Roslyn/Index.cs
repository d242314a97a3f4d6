namespace System;

/// <summary>A position from the start or from the end. The C# compiler asks for it, for <c>^1</c>.</summary>
public readonly struct Index
{
    // Positions from the end are stored as their complement.
    private readonly int _value;

    /// <param name="value">The distance, not negative.</param>
    /// <param name="fromEnd">Whether it counts from the end.</param>
    public Index(int value, bool fromEnd = false)
    {
        ThrowHelper.RequireNotNegative(value);
        _value = fromEnd ? ~value : value;
    }

    /// <summary>The position counted from the start.</summary>
    /// <param name="length">The number of elements.</param>
    public int GetOffset(int length) => _value < 0 ? _value + length + 1 : _value;

    /// <summary>A number is a position from the start.</summary>
    public static implicit operator Index(int value) => new(value);
}
