using System.CommandLine;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock help [COMMAND]</c>: the same as <c>--help</c>, for those who type it so.</summary>
internal static class HelpCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("COMMAND") { Description = "The command to tell about.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Shows the help of a command.") { words };
        command.SetAction(parsed => (int)Show(parsed.RootCommandResult.Command, parsed.GetValue(words) ?? []));
        return command;
    }

    private static ExitCode Show(Command command, string[] words)
    {
        foreach (string word in words)
        {
            Command? next = command.Subcommands.FirstOrDefault(each => each.Name == word);
            if (next is null)
            {
                Diagnostics.Say($"There is no command '{word}' to tell about.");
                Diagnostics.WriteLine("Try 'airlock --help'.");
                return ExitCode.Usage;
            }

            command = next;
        }

        HelpAction.Show(command);
        return ExitCode.Success;
    }
}
