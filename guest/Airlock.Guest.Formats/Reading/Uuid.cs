using System;

namespace Airlock.Guest.Formats;

/// <summary>Identifiers of 16 bytes, of which the first three numbers have their lowest byte first.</summary>
internal static class Uuid
{
    /// <summary>Characters of its text: five groups of hexadecimal digits.</summary>
    public const int TextLength = 36;

    private static ReadOnlySpan<byte> Order => [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>Writes its text, of <see cref="TextLength"/> characters.</summary>
    public static void Write(ReadOnlySpan<byte> uuid, Span<byte> text)
    {
        int length = 0;
        for (int i = 0; i < Order.Length; i++)
        {
            if (i is 4 or 6 or 8 or 10)
            {
                text[length++] = (byte)'-';
            }

            byte value = uuid[Order[i]];
            text[length++] = EscapedName.Digit(value >> 4);
            text[length++] = EscapedName.Digit(value & 15);
        }
    }
}
