using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Airlock.Cli.Commands;

/// <summary>The root of the command line.</summary>
internal static class AirlockCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Copies disk images through a throw-away virtual machine with a bare-metal C# guest.")
        {
            CopyCommand.Create(),
            InfoCommand.Create(),
            ConvertCommand.Create(),
            DigestCommand.Create(),
            CompareCommand.Create(),
            MapCommand.Create(),
            RunCommand.Create(),
            GuestCommand.Create(),
            DoctorCommand.Create(),
            HelpCommand.Create(),
        };

        // No directive, which is an option without a dash, and no option with a slash, which is a file's name here.
        root.Directives.Clear();
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Description = "Show this help.", Action = new HelpAction(), Recursive = true });
        root.Options.Add(new VersionOption { Description = "Show the version." });
        root.SetAction(parsed => HelpAction.Show(parsed.CommandResult.Command));
        TakeNoValues(root);
        return root;
    }

    /// <summary>A command as one types it, such as "airlock guest path".</summary>
    public static string PathOf(CommandResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {result.Command.Name}"
        : "airlock";

    /// <summary>The library would take a file named "true" for the value of an option that has none.</summary>
    private static void TakeNoValues(Command command)
    {
        foreach (Option option in command.Options.Where(option => option.ValueType == typeof(bool)))
        {
            option.Arity = ArgumentArity.Zero;
        }

        foreach (Command subcommand in command.Subcommands)
        {
            TakeNoValues(subcommand);
        }
    }
}
