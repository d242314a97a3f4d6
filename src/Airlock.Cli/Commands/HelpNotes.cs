using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Airlock.Cli.Commands;

/// <summary>What a command's help shows beyond the library's descriptions.</summary>
internal static class HelpNotes
{
    private static readonly ConditionalWeakTable<Option, string> s_groups = [];

    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    /// <summary>Adds options that stand together in the help, in this order.</summary>
    public static void AddGroup(this Command command, string title, params Option[] options)
    {
        foreach (Option option in options)
        {
            s_groups.AddOrUpdate(option, title);
            command.Options.Add(option);
        }
    }

    /// <summary>Shows these lines at the end of the help.</summary>
    public static Command WithExamples(this Command command, params string[] lines)
    {
        s_examples.AddOrUpdate(command, lines);
        return command;
    }

    public static string GroupOf(Option option) => s_groups.TryGetValue(option, out string? title) ? title : "Options";

    public static string[] ExamplesOf(Command command) => s_examples.TryGetValue(command, out string[]? lines) ? lines : [];
}
