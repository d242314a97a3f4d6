using System.CommandLine;
using System.CommandLine.Parsing;

namespace Airlock.Cli.Commands;

/// <summary>What is wrong with a command line, as one sentence that names what it is about.</summary>
internal static class UsageError
{
    /// <summary>Null if nothing is wrong.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Action is HelpAction)
        {
            return null;
        }

        // The library takes a first word in brackets for a directive, of which there is none here.
        if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Directive) is { } directive)
        {
            return $"There is no command '{directive.Value}'.";
        }

        // A mistyped option is the one that caused the others.
        return OfMistypedOption(parsed) ?? (parsed.Errors.Count == 0 ? null : OfWords(parsed) ?? OfValues(parsed) ?? OfMissing(parsed))
            ?? (parsed.Errors is [{ } error, ..] ? InOneLine(error.Message) : null);
    }

    /// <summary>
    /// The library takes an option that it doesn't know for an operand. Behind "--" it is one (POSIX, 12.2, guideline 10).
    /// </summary>
    private static string? OfMistypedOption(ParseResult parsed)
    {
        IEnumerable<Token> options = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash);
        IEnumerable<Token> operands = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens);
        HashSet<Token> candidates = new(operands, ReferenceEqualityComparer.Instance);
        string? text = options.FirstOrDefault(token => LooksLikeOption(token.Value) && candidates.Contains(token))?.Value
            ?? parsed.UnmatchedTokens.FirstOrDefault(LooksLikeOption);
        return text is null ? null : $"There is no option '{text}'. For a file of that name, write './{text}', or '--' before it.";
    }

    /// <summary>A word too many, or one in the place of a command.</summary>
    private static string? OfWords(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command.Subcommands.Count == 0)
        {
            return word is null ? null : $"'{word}' is one argument too many.";
        }

        string commands = string.Join(", ", command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name));
        return word is null
            ? $"'{AirlockCommand.PathOf(parsed.CommandResult)}' needs a command: {commands}."
            : $"There is no command '{word}': there are {commands}.";
    }

    /// <summary>An option without a value, with more than one, or with one that it can't take.</summary>
    private static string? OfValues(ParseResult parsed)
    {
        ParseError? error = parsed.Errors.FirstOrDefault(each => each.SymbolResult is OptionResult { Implicit: false, IdentifierToken: not null });
        return error?.SymbolResult is not OptionResult option ? null : option.Tokens.Count switch
        {
            0 => $"The option '{option.Option.Name}' needs a value{(option.Option.HelpName is { } name ? $": {name}" : string.Empty)}.",
            1 => InOneLine(error.Message),
            _ => $"The option '{option.Option.Name}' is given more than once.",
        };
    }

    private static string? OfMissing(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        Argument? argument = command.Arguments.FirstOrDefault(
            each => each.Arity.MinimumNumberOfValues > 0 && !(parsed.GetResult(each)?.Tokens.Count > 0));
        Option? option = command.Options.FirstOrDefault(each => each.Required && parsed.GetResult(each) is null or { Implicit: true });
        return option is not null ? $"The option '{option.Name}' is missing."
            : argument is not null ? $"{argument.Name} is missing."
            : null;
    }

    private static bool LooksLikeOption(string text) => text.Length > 1 && text[0] == '-';

    private static string InOneLine(string message) => message.ReplaceLineEndings(" ").Replace('\t', ' ');
}
