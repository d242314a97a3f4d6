using System.Buffers;
using System.Globalization;
using System.Text;

namespace Airlock.Protocol;

/// <summary>
/// Makes text that comes from a guest safe to print: nothing in it can move the cursor, start an escape sequence,
/// break a line, turn the reading direction or hide.
/// </summary>
/// <remarks>
/// Written as they are: printable characters, the space among them. A backslash becomes <c>\\</c>; line feed, return
/// and tab <c>\n</c>, <c>\r</c> and <c>\t</c>; any other ASCII control character, and each byte that isn't UTF-8,
/// <c>\x1b</c>; any other control, format (bidirectional overrides, zero-width), private or unassigned character and
/// the Unicode line ends <c>\u{202e}</c>. So different texts stay different.
/// </remarks>
public static class EscapedText
{
    private static readonly SearchValues<byte> s_plainBytes = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private static readonly SearchValues<char> s_plainChars = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Writes text, as the bytes that a guest sent, which needn't be UTF-8.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(s_plainBytes);
            plain = plain < 0 ? text.Length : plain;
            output.Write(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                text = text[WriteFirst(text, output)..];
            }
        }
    }

    /// <summary>Writes text, as UTF-8.</summary>
    public static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(s_plainChars);
            plain = plain < 0 ? text.Length : plain;
            Encoding.UTF8.GetBytes(text[..plain], output);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                text = text[WriteFirst(text, output)..];
            }
        }
    }

    /// <summary>The same as a string.</summary>
    public static string Escape(ReadOnlySpan<char> text)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(text, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The same as a string, of bytes that needn't be UTF-8.</summary>
    public static string Escape(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(text, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Copies a text that needs no escaping, to where there is room for it.</summary>
    internal static bool TryCopyPlain(ReadOnlySpan<char> text, Span<byte> destination)
    {
        return !text.ContainsAnyExcept(s_plainChars)
            && Ascii.FromUtf16(text, destination, out _) == OperationStatus.Done;
    }

    /// <summary>Writes the first character and says how many bytes it took.</summary>
    private static int WriteFirst(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done)
        {
            WriteRune(rune, output);
        }
        else
        {
            WriteHex("\\x"u8, text[0], 2, output);
            length = 1;
        }

        return length;
    }

    /// <summary>Writes the first character and says how many UTF-16 units it took.</summary>
    private static int WriteFirst(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        if (Rune.DecodeFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done)
        {
            WriteRune(rune, output);
        }
        else
        {
            WriteSurrogate(text[0], output);
            length = 1;
        }

        return length;
    }

    /// <summary>One on its own: for a byte that isn't UTF-8 (Python's PEP 383), or half of a character.</summary>
    private static void WriteSurrogate(char surrogate, IBufferWriter<byte> output)
    {
        if (surrogate is >= '\udc80' and <= '\udcff')
        {
            WriteHex("\\x"u8, (byte)surrogate, 2, output);
        }
        else
        {
            WriteCodePoint(surrogate, output);
        }
    }

    private static void WriteRune(Rune rune, IBufferWriter<byte> output)
    {
        switch (rune.Value)
        {
            case '\\': output.Write("\\\\"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\r': output.Write("\\r"u8); break;
            case '\t': output.Write("\\t"u8); break;
            case < 0x20 or 0x7f: WriteHex("\\x"u8, rune.Value, 2, output); break;
            default:
                if (IsPrintable(rune))
                {
                    output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
                }
                else
                {
                    WriteCodePoint(rune.Value, output);
                }

                break;
        }
    }

    private static bool IsPrintable(Rune rune)
    {
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
    }

    private static void WriteCodePoint(int codePoint, IBufferWriter<byte> output)
    {
        WriteHex("\\u{"u8, codePoint, 4, output);
        output.Write("}"u8);
    }

    private static void WriteHex(ReadOnlySpan<byte> prefix, int value, int digits, IBufferWriter<byte> output)
    {
        output.Write(prefix);
        value.TryFormat(output.GetSpan(8), out int written, digits == 2 ? "x2" : "x4", CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
