using System.CommandLine;
using System.Text;

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
        ("1", "the operation failed: a file couldn't be read, written or flushed, or the guest reported failure"),
        ("2", "the command line is wrong, or a file it names isn't fit"),
        ("3", "this host can't run the machine ('airlock doctor' says why)"),
        ("4", "the guest broke the contract"),
        ("5", "it stalled or passed its time limit"),
        ("129, 130, 143", "ended by SIGHUP, SIGINT or SIGTERM, and cleaned up"),
    ];

    private readonly StringBuilder _text = new();
    private readonly int _width;

    private HelpText(int width) => _width = Math.Clamp(width, NarrowestLine, WidestLine);

    /// <param name="width">Columns of the terminal.</param>
    public static string Of(Command command, int width)
    {
        var help = new HelpText(width);
        help.Write(command);
        return help._text.ToString();
    }

    private void Write(Command command)
    {
        WriteWrapped(command.Description ?? string.Empty, 0, 0);
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
            Array.ForEach(examples, line => WriteWrapped(line, Indent, Indent + Indent));
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
        WriteWrapped(string.Join(' ', words), Indent, Indent + Indent + Indent);
    }

    private void WriteHeading(string title) => _text.Append('\n').Append(title).Append(":\n");

    private void WriteTable(string? title, IEnumerable<(string Name, string Meaning)> rows)
    {
        (string Name, string Meaning)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        _text.Append(title is null ? "\n" : $"\n{title}:\n");
        int column = Indent + all.Max(row => Math.Min(row.Name.Length, WidestName)) + Indent;
        foreach ((string name, string meaning) in all)
        {
            string head = new string(' ', Indent) + name;
            bool fits = head.Length + Indent <= column;
            _text.Append(fits ? head.PadRight(column) : head + "\n" + new string(' ', column));
            WriteWrapped(meaning, column, column, startsThere: true);
        }
    }

    /// <summary>Words from one column on, and from another on in further lines.</summary>
    private void WriteWrapped(string text, int first, int further, bool startsThere = false)
    {
        int column = first;
        _text.Append(' ', startsThere ? 0 : first);
        bool isFirst = true;
        foreach (string word in text.Split(' '))
        {
            if (!isFirst && column + 1 + word.Length > _width)
            {
                _text.Append('\n').Append(' ', further);
                column = further;
            }
            else if (!isFirst)
            {
                _text.Append(' ');
                column++;
            }

            _text.Append(word);
            column += word.Length;
            isFirst = false;
        }

        _text.Append('\n');
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
