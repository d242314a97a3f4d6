using System;

namespace Airlock.Copy;

/// <summary>A line of ASCII that is being put together in a buffer of its user's.</summary>
internal ref struct AsciiLine
{
    /// <summary>Room for the longest line of the program: some words and two numbers of 20 digits.</summary>
    public const int MaxLength = 64;

    private const int MaxDigits = 20;

    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>An empty line; <paramref name="buffer"/> has <see cref="MaxLength"/> bytes.</summary>
    public AsciiLine(Span<byte> buffer)
    {
        _buffer = buffer;
        _length = 0;
    }

    /// <summary>What the line has come to.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.Slice(0, _length);

    /// <summary>Appends characters.</summary>
    public void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.Slice(_length));
        _length += text.Length;
    }

    /// <summary>Appends a decimal number.</summary>
    public void Append(ulong number)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        int start = MaxDigits;
        do
        {
            digits[--start] = (byte)('0' + (number % 10));
            number /= 10;
        }
        while (number != 0);

        Append(digits.Slice(start));
    }
}
