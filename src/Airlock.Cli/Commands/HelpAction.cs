using System.CommandLine;
using System.CommandLine.Invocation;
using Airlock.Cli.Output;

namespace Airlock.Cli.Commands;

/// <summary>Shows the help of the command that it is asked of.</summary>
internal sealed class HelpAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Show(parseResult.CommandResult.Command);
        return (int)ExitCode.Success;
    }

    public static void Show(Command command) =>
        StandardStreams.Output.Write(HelpText.Of(command, Terminal.WidthOf(StandardStreams.StandardOutput)));
}
