using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// A literal: text that the compiler puts into the image. The C# compiler asks for it. There is no heap, so nothing
/// here makes a new string.
/// </summary>
public sealed class String
{
    // The ahead-of-time compiler lays out literals in this order.
    private readonly int _stringLength;
    private readonly char _firstChar;

    // No constructor is ever called; this one keeps the compiler from thinking that the fields are never set.
    private String(int length, char first)
    {
        _stringLength = length;
        _firstChar = first;
    }

    /// <summary>The number of UTF-16 code units.</summary>
    [Intrinsic]
    public int Length => _stringLength;

    /// <summary>One UTF-16 code unit.</summary>
    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
            {
                Environment.Panic(PanicCode.IndexOutOfRange);
            }

            return Unsafe.Add(ref Unsafe.AsRef(in _firstChar), index);
        }
    }

    /// <summary>The text as a span.</summary>
    public static implicit operator ReadOnlySpan<char>(string? value) => ToSpan(value);

    internal static ReadOnlySpan<char> ToSpan(string? value) =>
        value is null ? default : new ReadOnlySpan<char>(in value._firstChar, value._stringLength);
}
