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
        DoctorCommand.Create(),
    };

    /// <summary>
    /// Refuses a mistyped option where the library would take it for a file's name and complain about what follows.
    /// </summary>
    public static Argument<string> RefusingOptions(this Argument<string> argument)
    {
        argument.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            if (text.Length > 1 && text[0] == '-')
            {
                result.AddError($"There is no option '{text}'. For a file of that name, write './{text}'.");
            }
        });
        return argument;
    }

    /// <summary>A command as one types it, such as "airlock guest path".</summary>
    public static string PathOf(CommandResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {result.Command.Name}"
        : "airlock";
}
