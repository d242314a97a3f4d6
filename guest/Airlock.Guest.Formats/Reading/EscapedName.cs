using System;

namespace Airlock.Guest.Formats;

/// <summary>Text that stands in an image, made fit for a message: each byte but printable ASCII becomes \xNN.</summary>
internal static class EscapedName
{
    private const int EscapeLength = 4;

    /// <summary>Escapes text, and cuts it where the destination ends.</summary>
    /// <returns>The part of the destination that is written.</returns>
    public static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        int length = 0;
        foreach (byte value in text)
        {
            bool isPlain = value is >= 0x20 and < 0x7f;
            int needed = isPlain ? 1 : EscapeLength;
            if (destination.Length - length < needed)
            {
                break;
            }

            if (isPlain)
            {
                destination[length] = value;
            }
            else
            {
                destination[length] = (byte)'\\';
                destination[length + 1] = (byte)'x';
                destination[length + 2] = Digit(value >> 4);
                destination[length + 3] = Digit(value & 15);
            }

            length += needed;
        }

        return destination.Slice(0, length);
    }

    /// <summary>The text before its first byte 0, or all of it.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text.Slice(0, end);
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
