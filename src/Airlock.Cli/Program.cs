using System.CommandLine;
using Airlock.Cli.Commands;

namespace Airlock.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        ParseResult parsed = AirlockCommand.Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // The library would print the whole help to standard output and end with 1.
            Diagnostics.Say(parsed.Errors[0].Message);
            Console.Error.WriteLine($"Try '{AirlockCommand.PathOf(parsed.CommandResult)} --help'.");
            return (int)ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
