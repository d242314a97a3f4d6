using System.CommandLine;
using System.CommandLine.Parsing;
using Airlock.Cli.Commands;
using Airlock.Cli.Launch;
using Airlock.Vmm.Workers;

namespace Airlock.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is [WorkerProgram.Command])
        {
            return RunWorker();
        }

        try
        {
            return Run(arguments);
        }
        finally
        {
            EarlyWorker.Discard();
        }
    }

    private static int RunWorker()
    {
        if (WorkerProgram.Run())
        {
            return (int)ExitCode.Success;
        }

        Diagnostics.Say("'worker' is what airlock starts itself with; use copy or run.");
        return (int)ExitCode.Usage;
    }

    private static int Run(string[] arguments)
    {
        ParseResult parsed = AirlockCommand.Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // The library would print the whole help to standard output and end with 1. Of several errors, a mistyped
            // option is the one that caused the others.
            ParseError error = parsed.Errors.FirstOrDefault(e => e.SymbolResult is ArgumentResult) ?? parsed.Errors[0];
            Diagnostics.Say(error.Message.ReplaceLineEndings(" ").Replace('\t', ' '));
            Diagnostics.WriteLine($"Try '{AirlockCommand.PathOf(parsed.CommandResult)} --help'.");
            return (int)ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
