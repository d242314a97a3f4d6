using System;

namespace Airlock.Guest.Formats;

/// <summary>Words and numbers in a line of text.</summary>
internal static class TextScan
{
    /// <summary>The text without blanks at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text.Slice(start, end - start);
    }

    /// <summary>Takes the next word; empty at the end.</summary>
    public static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        int length = 0;
        while (length < text.Length && !IsBlank(text[length]))
        {
            length++;
        }

        ReadOnlySpan<byte> word = text.Slice(0, length);
        text = text.Slice(length);
        return word;
    }

    /// <summary>Takes what stands in quotation marks next; without them, nothing.</summary>
    public static ReadOnlySpan<byte> NextQuoted(ref ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty || text[0] != (byte)'"')
        {
            return default;
        }

        ReadOnlySpan<byte> rest = text.Slice(1);
        int length = rest.IndexOf((byte)'"');
        length = length < 0 ? rest.Length : length;
        text = rest.Slice(Math.Min(length + 1, rest.Length));
        return rest.Slice(0, length);
    }

    /// <summary>The text without the quotation marks that it stands in.</summary>
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> text)
    {
        bool isQuoted = text.Length >= 2 && text[0] == (byte)'"' && text[text.Length - 1] == (byte)'"';
        return isQuoted ? text.Slice(1, text.Length - 2) : text;
    }

    /// <summary>Whether text says this; <paramref name="lowerCase"/> is in lower case.</summary>
    public static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) =>
        text.Length == lowerCase.Length && StartsWithIgnoringCase(text, lowerCase);

    /// <summary>A letter of ASCII in lower case.</summary>
    public static byte ToLower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 0x20) : value;

    /// <summary>Whether text starts so; <paramref name="lowerCase"/> is in lower case.</summary>
    public static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length < lowerCase.Length)
        {
            return false;
        }

        for (int i = 0; i < lowerCase.Length; i++)
        {
            if (ToLower(text[i]) != lowerCase[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A decimal number of 64 bits; false if the text is anything else.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9' || value > (ulong.MaxValue - 9) / 10)
            {
                return false;
            }

            value = (value * 10) + (uint)(digit - '0');
        }

        return !text.IsEmpty;
    }

    /// <summary>The low 64 bits of a hexadecimal number, up to the first character that isn't of one.</summary>
    public static ulong Hexadecimal(ReadOnlySpan<byte> text)
    {
        ulong value = 0;
        foreach (byte digit in text)
        {
            int lower = digit | 0x20;
            int number = digit is >= (byte)'0' and <= (byte)'9' ? digit - '0'
                : lower is >= 'a' and <= 'f' ? lower - 'a' + 10 : -1;
            if (number < 0)
            {
                break;
            }

            value = (value << 4) | (uint)number;
        }

        return value;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r';
}
