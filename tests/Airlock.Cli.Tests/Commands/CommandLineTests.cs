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
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("copy --help")]
    [InlineData("help")]
    [InlineData("help copy")]
    public void The_contracts_command_lines_are_understood(string line) => Assert.Null(UsageError.Of(Parse(line)));

    [Theory]
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
    public void Others_are_refused(string line) => Assert.NotNull(UsageError.Of(Parse(line)));

    [Theory]
    [InlineData("copy --ouput out")]
    [InlineData("run --input in --output out --gest")]
    public void A_mistyped_option_is_not_taken_for_a_file(string line) =>
        Assert.StartsWith("There is no option '--", UsageError.Of(Parse(line)), StringComparison.Ordinal);

    [Fact]
    public void A_file_named_like_an_option_can_still_be_given()
    {
        Assert.Null(UsageError.Of(Parse("copy ./-in ./--out")));
        Assert.Equal(["-in", "--json"], OperandsOf("copy -- -in --json"));
        Assert.Equal(["in", "-out"], OperandsOf("copy --stats in -- -out"));
    }

    /// <summary>Whoever names a file could choose options by it: those of a response file, of a directive, of Windows.</summary>
    [Theory]
    [InlineData("@names")]
    [InlineData("[suggest]")]
    [InlineData("[diagram]")]
    [InlineData("[env:A=b]")]
    [InlineData("/h")]
    [InlineData("/?")]
    [InlineData("true")]
    public void The_name_of_a_file_is_a_name_whatever_it_looks_like(string name)
    {
        Assert.Equal([name, "out"], OperandsOf($"copy {name} out"));
        Assert.Equal(["in", name], OperandsOf($"copy in --json {name}"));
        Assert.NotNull(UsageError.Of(Parse(name)));
    }

    [Theory]
    [InlineData("cpoy a b", "There is no command 'cpoy': there are copy, info, convert, digest, compare, map, run, guest, doctor, help.")]
    [InlineData("guest pth", "There is no command 'pth': there are path.")]
    [InlineData("copy a", "OUTPUT is missing.")]
    [InlineData("copy", "INPUT is missing.")]
    [InlineData("copy a b c", "'c' is one argument too many.")]
    [InlineData("copy a b --memory", "The option '--memory' needs a value: BYTES.")]
    [InlineData("copy a b --memory 8M --memory 16M", "The option '--memory' is given more than once.")]
    [InlineData("run --output b g", "The option '--input' is missing.")]
    public void What_is_wrong_is_named(string line, string sentence) => Assert.Equal(sentence, UsageError.Of(Parse(line)));

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

    private static IEnumerable<string> OperandsOf(string line)
    {
        ParseResult parsed = Parse(line);
        Assert.Null(UsageError.Of(parsed));
        Assert.IsNotType<HelpAction>(parsed.Action);
        return parsed.CommandResult.Command.Arguments.Select(argument => parsed.GetRequiredValue<string>(argument.Name));
    }

    private static ParseResult Parse(string line) => CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
