using System.CommandLine;
using Airlock.Cli.Commands;

namespace Airlock.Cli.Tests.Commands;

/// <summary>What <c>--help</c> shows of each command.</summary>
public class HelpTextTests
{
    public static TheoryData<string> Commands => ["", "copy", "run", "info", "convert", "digest", "compare", "map", "guest", "guest path", "doctor", "help"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_line_is_wider_than_the_terminal(string line)
    {
        foreach (int width in (int[])[60, 80])
        {
            Assert.All(LinesOf(line, width), text => Assert.InRange(text.Length, 0, width));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_default_and_no_option_stands_there_twice(string line)
    {
        string[] lines = LinesOf(line, 80);
        Assert.Equal(lines.Where(text => text.StartsWith("  --", StringComparison.Ordinal)).Distinct(), lines.Where(text => text.StartsWith("  --", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, text => text.Contains("[default", StringComparison.Ordinal));
    }

    [Fact]
    public void Required_options_stand_in_the_usage_line() => Assert.Contains(
        "airlock run --input FILE --output FILE [OPTIONS] [--] GUEST", string.Join(' ', LinesOf("run", 100)).Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void Options_stand_in_groups_and_exit_codes_at_the_end()
    {
        string[] lines = LinesOf("copy", 80);
        Assert.Contains("Everyday options:", lines);
        Assert.Contains("Options for guests and the machine:", lines);
        Assert.Contains("Options for measuring:", lines);
        Assert.True(Array.IndexOf(lines, "Exit codes:") > Array.IndexOf(lines, "Options for measuring:"));
    }

    [Fact]
    public void Examples_are_command_lines_that_are_understood()
    {
        string[] examples = [.. AirlockCommand.Create().Subcommands.SelectMany(HelpNotes.ExamplesOf)];
        Assert.NotEmpty(examples);
        Assert.All(examples, line => Assert.Null(UsageError.Of(CommandLine.Parse(line.Split(' ')[1..]))));
    }

    private static string[] LinesOf(string line, int width)
    {
        Command command = AirlockCommand.Create();
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            command = command.Subcommands.Single(each => each.Name == word);
        }

        return HelpText.Of(command, width).Split('\n');
    }
}
