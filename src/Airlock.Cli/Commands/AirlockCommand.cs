using System.CommandLine;
using System.CommandLine.Parsing;

namespace Airlock.Cli.Commands;

/// <summary>The root of the command line.</summary>
internal static class AirlockCommand
{
    public static RootCommand Create() => new("Copies disk images through a throw-away KVM virtual machine with a bare-metal C# guest.")
    {
        CopyCommand.Create(),
        RunCommand.Create(),
        GuestCommand.Create(),
    };

    /// <summary>A command as one types it, such as "airlock guest path".</summary>
    public static string PathOf(CommandResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {result.Command.Name}"
        : "airlock";
}
