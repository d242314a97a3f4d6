using System.Buffers;
using System.Text;

namespace Airlock.Interop;

/// <summary>
/// Names of files as text. A name is bytes, which needn't be UTF-8: each byte b that isn't is a surrogate U+DC00 + b on its own,
/// as Python's PEP 383 has it, so that no name becomes another one on its way through a string.
/// </summary>
internal static class PathBytes
{
    private const char FirstEscape = '\udc80';
    private const char LastEscape = '\udcff';
    private const int EscapeBase = 0xdc00;
    private const int LongestRune = 4;

    /// <summary>Text of a name; different names stay different.</summary>
    public static string Decode(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        Span<char> pair = stackalloc char[2];
        while (!name.IsEmpty)
        {
            bool isUtf8 = Rune.DecodeFromUtf8(name, out Rune rune, out int length) == OperationStatus.Done;
            length = isUtf8 ? length : 1;
            if (isUtf8)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                text.Append((char)(EscapeBase + name[0]));
            }

            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>Whether there can be a file of that name: no NUL in it, and each surrogate in a pair or for a byte.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf16(text, out _, out int length) == OperationStatus.Done;
            if (text[0] == '\0' || !(isRune || IsEscape(text[0])))
            {
                return false;
            }

            text = text[(isRune ? length : 1)..];
        }

        return true;
    }

    /// <summary>The bytes of a name, and the zero that ends it.</summary>
    /// <exception cref="ArgumentException">No file has such a name; another one is never made of it.</exception>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        if (!IsName(text))
        {
            throw new ArgumentException("No file can have that name: it has a NUL or half of a character in it.", nameof(text));
        }

        byte[] bytes = new byte[text.Length * LongestRune + 1];
        int count = 0;
        while (!text.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done;
            if (isRune)
            {
                count += rune.EncodeToUtf8(bytes.AsSpan(count));
            }
            else
            {
                bytes[count++] = (byte)text[0];
            }

            text = text[(isRune ? length : 1)..];
        }

        return bytes[..(count + 1)];
    }

    private static bool IsEscape(char character) => character is >= FirstEscape and <= LastEscape;
}
