using System.Text;
using Airlock.Cli.Launch;

namespace Airlock.Cli;

/// <summary>
/// Arguments that keep every byte that they were given. A file's name needn't be UTF-8, and the runtime's strings have U+FFFD
/// for what isn't.
/// </summary>
internal static class ArgumentNames
{
    private const char Replacement = '\ufffd';

    /// <summary>The arguments, with a lone surrogate U+DC00 + b for each byte b that is no UTF-8, as Python's PEP 383 has it.</summary>
    public static string[] WithoutLoss(string[] arguments) =>
        [.. arguments.Select((argument, index) => argument.Contains(Replacement) ? Decode(Startup.ArgumentBytes(index + 1)) : argument)];

    /// <summary>Text of bytes that needn't be UTF-8, so that different bytes stay different.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            bool isUtf8 = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            length = isUtf8 ? length : 1;
            if (isUtf8)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                text.Append((char)(0xdc00 + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
