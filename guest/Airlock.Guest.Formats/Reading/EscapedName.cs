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
                WriteEscape(value, destination.Slice(length));
            }

            length += needed;
        }

        return destination.Slice(0, length);
    }

    /// <summary>
    /// Escapes text of 16-bit units, up to the first unit 0: what isn't printable ASCII by each of its bytes.
    /// </summary>
    /// <param name="text">An even number of bytes.</param>
    /// <param name="isBigEndian">Whether the high byte of a unit comes first.</param>
    /// <param name="destination">Where it goes; what doesn't fit is cut off.</param>
    /// <returns>The part of the destination that is written.</returns>
    public static ReadOnlySpan<byte> WriteUtf16(ReadOnlySpan<byte> text, bool isBigEndian, Span<byte> destination)
    {
        int length = 0;
        for (int i = 0; i + 1 < text.Length; i += 2)
        {
            ReadOnlySpan<byte> unit = text.Slice(i, 2);
            byte high = unit[isBigEndian ? 0 : 1];
            byte low = unit[isBigEndian ? 1 : 0];
            if (high == 0 && low == 0)
            {
                break;
            }

            bool isPlain = high == 0 && low is >= 0x20 and < 0x7f;
            ReadOnlySpan<byte> meant = isPlain ? unit.Slice(isBigEndian ? 1 : 0, 1) : unit;
            int needed = meant.Length == 1 ? 1 : 2 * EscapeLength;
            if (destination.Length - length < needed)
            {
                break;
            }

            Span<byte> rest = destination.Slice(length);
            length += meant.Length == 1 ? Write(meant, rest).Length : WriteEscapes(meant, rest);
        }

        return destination.Slice(0, length);
    }

    private static int WriteEscapes(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            WriteEscape(bytes[i], destination.Slice(i * EscapeLength));
        }

        return bytes.Length * EscapeLength;
    }

    private static void WriteEscape(byte value, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        destination[1] = (byte)'x';
        destination[2] = Digit(value >> 4);
        destination[3] = Digit(value & 15);
    }

    /// <summary>The text before its first byte 0, or all of it.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text.Slice(0, end);
    }

    /// <summary>A hexadecimal digit.</summary>
    public static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
