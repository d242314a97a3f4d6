using System.CommandLine;

namespace Airlock.Cli.Commands;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>
    /// An argument is an option, an operand or a value, and never the name of a file to read more of them from: who names a
    /// file doesn't choose options.
    /// </summary>
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    public static ParseResult Parse(IReadOnlyList<string> arguments) => AirlockCommand.Create().Parse(arguments, s_parser);

    public static ExitCode Run(IReadOnlyList<string> arguments)
    {
        ParseResult parsed = Parse(arguments);
        if (UsageError.Of(parsed) is { } sentence)
        {
            // The library would print the whole help to standard output and end with 1.
            Diagnostics.Say(sentence);
            Diagnostics.WriteLine($"Try '{AirlockCommand.PathOf(parsed.CommandResult)} --help'.");
            return ExitCode.Usage;
        }

        return (ExitCode)parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = StandardStreams.Output,
            Error = StandardStreams.Error,
        });
    }
}
