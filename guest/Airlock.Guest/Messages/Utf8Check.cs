using System;

namespace Airlock.Guest.Messages;

/// <summary>Tells UTF-8 from other bytes, by the table of well-formed sequences (Unicode 15, table 3-7).</summary>
public static class Utf8Check
{
    /// <summary>Whether the bytes are UTF-8, as the strings of proto3 must be.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        int i = 0;
        while (i < text.Length)
        {
            int length = text[i] < 0x80 ? 1 : SequenceLength(text.Slice(i));
            if (length == 0)
            {
                return false;
            }

            i += length;
        }

        return true;
    }

    /// <summary>The length of the sequence, beyond ASCII, that the text starts with; 0 if it isn't well-formed.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> text)
    {
        byte first = text[0];
        int length = first switch
        {
            >= 0xc2 and <= 0xdf => 2,
            >= 0xe0 and <= 0xef => 3,
            >= 0xf0 and <= 0xf4 => 4,
            _ => 0,
        };
        if (length == 0 || length > text.Length || !IsSecond(first, text[1]))
        {
            return 0;
        }

        for (int i = 2; i < length; i++)
        {
            if (text[i] is < 0x80 or > 0xbf)
            {
                return 0;
            }
        }

        return length;
    }

    /// <summary>Whether a second byte may follow: no overlong form, no surrogate, nothing above U+10FFFF.</summary>
    private static bool IsSecond(byte first, byte second)
    {
        return first switch
        {
            0xe0 => second is >= 0xa0 and <= 0xbf,
            0xed => second is >= 0x80 and <= 0x9f,
            0xf0 => second is >= 0x90 and <= 0xbf,
            0xf4 => second is >= 0x80 and <= 0x8f,
            _ => second is >= 0x80 and <= 0xbf,
        };
    }
}
