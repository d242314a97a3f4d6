using System.CommandLine;
using Airlock.Cli.Benchmarking;
using Airlock.Cli.Commands;

namespace Airlock.Cli.Tests.Commands;

public class BenchCommandTests
{
    private readonly BenchCommand _bench = new();
    private readonly Command _command = new("bench");

    public BenchCommandTests()
    {
        _bench.AddTo(_command);
    }

    [Fact]
    public void Without_options_everything_is_measured()
    {
        BenchOptions options = Options();
        Assert.Equal(new BenchOptions(), options);
        Assert.Equal(BenchParts.All, options.Parts);
    }

    [Fact]
    public void Parts_are_named_as_they_are_called()
    {
        Assert.Equal(Enum.GetValues<BenchPart>(), BenchParts.All);
        Assert.Equal(Enum.GetNames<BenchPart>().Select(name => name.ToLowerInvariant()), BenchParts.Names);
    }

    [Fact]
    public void Sizes_are_bytes_or_have_a_suffix() => Assert.Equal(64 << 20, Options("--size", "64M").Bytes);

    [Fact]
    public void Rounds_and_folders_can_be_given()
    {
        BenchOptions options = Options("--rounds", "3", "--folder", "/a", "--disk", "/b");
        Assert.Equal((3, "/a", "/b"), (options.Rounds, options.Folder, options.Disk));
    }

    [Fact]
    public void Parts_are_measured_in_their_own_order() =>
        Assert.Equal([BenchPart.Startup, BenchPart.Sparse], Options("--only", "sparse", "--only", "startup").Parts);

    [Theory]
    [InlineData("--size", "0")]
    [InlineData("--size", "51199")]
    [InlineData("--size", "much")]
    [InlineData("--size", "17179869183G")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "-1")]
    [InlineData("--rounds", "some")]
    [InlineData("--only", "everything")]
    [InlineData("--only", "Copy")]
    public void What_makes_no_sense_is_refused(string option, string value) =>
        Assert.NotEmpty(_command.Parse([option, value]).Errors);

    private BenchOptions Options(params string[] arguments)
    {
        ParseResult parsed = _command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return _bench.ToBenchOptions(parsed);
    }
}
