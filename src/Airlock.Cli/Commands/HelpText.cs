using System.CommandLine;
using Airlock.Cli.Output;

namespace Airlock.Cli.Commands;

/// <summary>The help of a command: usage, operands, options by group, examples, exit codes; no line wider than the terminal.</summary>
internal sealed class HelpText
{
    private const int WidestLine = 100;
    private const int NarrowestLine = 40;
    private const int Indent = 2;
    private const int WidestName = 28;

    private static readonly (string Code, string Meaning)[] s_exitCodes =
    [
        ("0", "success: the output is complete and flushed"),
        ("1", "the operation failed: a file couldn't be read, written or flushed, the guest reported failure, or contents aren't those expected, or differ"),
        ("2", "the command line is wrong, or a file it names isn't fit"),
        ("3", "this host can't run the machine ('airlock doctor' says why)"),
        ("4", "the guest broke the contract"),
        ("5", "it stalled or passed its time limit"),
        ("6", "the image is refused (by info only with --strict, or where nothing can be read)"),
        ("7", "of compare only: a file couldn't be read"),
        ("129, 130, 143", "ended by SIGHUP, SIGINT or SIGTERM, and cleaned up"),
    ];

    private readonly TextColumns _text;

    private HelpText(int width) => _text = new TextColumns(Math.Clamp(width, NarrowestLine, WidestLine));

    /// <param name="width">Columns of the terminal.</param>
    public static string Of(Command command, int width)
    {
        var help = new HelpText(width);
        help.Write(command);
        return help._text.ToString();
    }

    private void Write(Command command)
    {
        _text.WriteWrapped(command.Description ?? string.Empty, 0, 0);
        WriteHeading("Usage");
        WriteUsage(command);
        WriteTable(null, command.Arguments.Select(argument => (argument.Name, argument.Description ?? string.Empty)));
        WriteTable("Commands", command.Subcommands.Where(each => !each.Hidden).Select(each => (each.Name, each.Description ?? string.Empty)));
        foreach (IGrouping<string, Option> group in OptionsOf(command).GroupBy(HelpNotes.GroupOf))
        {
            WriteTable(group.Key, group.Select(option => (NameOf(option), option.Description ?? string.Empty)));
        }

        if (HelpNotes.ExamplesOf(command) is { Length: > 0 } examples)
        {
            WriteHeading("Examples");
            Array.ForEach(examples, line => _text.WriteWrapped(line, Indent, Indent + Indent));
        }

        if (command.Subcommands.Count == 0 || command is RootCommand)
        {
            WriteTable("Exit codes", s_exitCodes);
        }
    }

    private void WriteUsage(Command command)
    {
        List<string> words = [PathOf(command)];
        words.AddRange(command.Options.Where(option => option.Required).Select(option => NameOf(option)));
        words.AddRange(command.Subcommands.Count > 0 ? ["COMMAND"] : ["[OPTIONS]"]);
        words.AddRange(command.Arguments.Count > 0 && command.Subcommands.Count == 0 ? ["[--]"] : []);
        words.AddRange(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]"));
        _text.WriteWrapped(string.Join(' ', words), Indent, Indent + Indent + Indent);
    }

    private void WriteHeading(string title) => _text.WriteLine($"\n{title}:");

    private void WriteTable(string? title, IEnumerable<(string Name, string Meaning)> rows)
    {
        (string Name, string Meaning)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        _text.WriteLine(title is null ? string.Empty : $"\n{title}:");
        _text.WriteRows(all, Indent, WidestName);
    }

    /// <summary>Its own, and those of the commands above it that hold for it, too.</summary>
    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden)
        .Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive));

    private static string NameOf(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(alias => alias != "-?").Append(option.Name));
        return option.ValueType == typeof(bool) || option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "airlock";
}
