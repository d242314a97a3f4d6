using System.CommandLine.Parsing;
using System.Globalization;

namespace Airlock.Cli.Commands;

/// <summary>Sizes as GNU tools take them: a number of bytes, or one with the suffix K, M, G or T (powers of 1024).</summary>
internal static class ByteSize
{
    public static ulong? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (TryParse(text, out ulong bytes))
        {
            return bytes;
        }

        argument.AddError($"'{text}' is not a valid size: give bytes, or a number with K, M, G or T behind it, such as 16M.");
        return null;
    }

    public static bool TryParse(string text, out ulong bytes)
    {
        int shift = text is [.., var suffix] ? char.ToUpperInvariant(suffix) switch { 'K' => 10, 'M' => 20, 'G' => 30, 'T' => 40, _ => 0 } : 0;
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        bool valid = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number <= ulong.MaxValue >> shift;
        bytes = valid ? number << shift : 0;
        return valid;
    }
}
