using System.CommandLine;
using Airlock.Cli.Commands;

namespace Airlock.Cli.Tests.Commands;

/// <summary>Which command lines are understood at all.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("copy in out")]
    [InlineData("copy in out --json --stats --verbose")]
    [InlineData("copy --memory 16M in out")]
    [InlineData("copy -- in out")]
    [InlineData("run --input in --output out guest.elf")]
    [InlineData("run guest.elf --input in --output out --ring 0")]
    [InlineData("guest path copy")]
    [InlineData("guest path copy --elf")]
    public void The_contracts_command_lines_are_understood(string line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("copy")]
    [InlineData("copy in")]
    [InlineData("copy in out more")]
    [InlineData("copy in out --no-such-option")]
    [InlineData("copy in out --memory")]
    [InlineData("run guest.elf")]
    [InlineData("run --input in guest.elf")]
    [InlineData("run --input in --output out")]
    [InlineData("guest")]
    [InlineData("guest path")]
    [InlineData("guest path nothing")]
    [InlineData("paste in out")]
    public void Others_are_refused(string line) => Assert.NotEmpty(Parse(line).Errors);

    [Theory]
    [InlineData("copy --ouput out")]
    [InlineData("run --input in --output out --gest")]
    public void A_mistyped_option_is_not_taken_for_a_file(string line) => Assert.Contains(
        Parse(line).Errors, error => error.Message.StartsWith("There is no option '--", StringComparison.Ordinal));

    [Fact]
    public void A_file_named_like_an_option_can_still_be_given()
    {
        Assert.Empty(Parse("copy ./-in ./--out").Errors);
        Assert.Empty(Parse("copy - out").Errors);
    }

    [Theory]
    [InlineData("copy", "airlock copy")]
    [InlineData("guest path nothing", "airlock guest path")]
    [InlineData("", "airlock")]
    public void A_command_is_called_as_one_types_it(string line, string path) =>
        Assert.Equal(path, AirlockCommand.PathOf(Parse(line).CommandResult));

    [Theory]
    [InlineData("copy")]
    [InlineData("run")]
    [InlineData("guest")]
    public void Every_command_and_option_has_a_description(string name)
    {
        Command command = AirlockCommand.Create().Subcommands.Single(c => c.Name == name);
        Assert.NotEmpty(command.Description!);
        Symbol[] symbols = [.. command.Options, .. command.Arguments];
        Assert.All(symbols, symbol => Assert.False(string.IsNullOrEmpty(symbol.Description), symbol.Name));
    }

    private static ParseResult Parse(string line) =>
        AirlockCommand.Create().Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
