using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Airlock.Cli.Commands;

/// <summary>What stands behind an option, in the same way in every country.</summary>
internal static class Values
{
    /// <summary>Such as 0.5: digits, and a point before the fraction.</summary>
    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const double LongestTime = 1e7;

    /// <summary>An option whose value is one of a few words.</summary>
    public static Option<string> Choosing(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !words.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"'{token.Value}' is no value of {option.Name}: give {Alternatives(words)}.");
            }
        });
        return option;
    }

    private static string Alternatives(string[] words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    /// <summary>A number of things, such as sectors.</summary>
    public static ulong? ParseCount(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count))
        {
            return count;
        }

        argument.AddError($"'{text}' is not a valid number for {NameOf(argument)}: give digits only.");
        return null;
    }

    /// <summary>A time in seconds.</summary>
    public static double? ParseSeconds(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < LongestTime)
        {
            return seconds;
        }

        argument.AddError($"'{text}' is not a valid time for {NameOf(argument)}: give seconds, more than zero, such as 1.5.");
        return null;
    }

    private static string NameOf(ArgumentResult argument) => argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
