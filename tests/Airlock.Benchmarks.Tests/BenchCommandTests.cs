using System.CommandLine;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

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
    public void Every_option_has_a_description() =>
        Assert.All(_command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));

    [Fact]
    public void Rounds_and_folders_can_be_given()
    {
        BenchOptions options = Options("--rounds", "3", "--folder", "/a", "--disk", "/b", "--size", "64000000");
        Assert.Equal((3, "/a", "/b", 64_000_000L), (options.Rounds, options.Folder, options.Disk, options.Bytes));
    }

    [Fact]
    public void A_part_has_a_size_of_its_own_and_a_command_that_measures_it_again()
    {
        var options = new BenchOptions { Rounds = 5, Machine = MachineKind.Process };
        Assert.Null(Options().Bytes);
        Assert.Equal(5_120_000_000, BenchPart.Small.UsualBytes());
        Assert.Equal(
            "./bench.sh --only copy --size 2000000000 --rounds 5 --machine process",
            options.CommandFor(BenchPart.Copy, BenchPart.Copy.UsualBytes()));
        Assert.Equal(
            "./bench.sh --only startup --rounds 7", new BenchOptions().CommandFor(BenchPart.Startup, bytes: 25_600));
    }

    [Fact]
    public void Parts_are_measured_in_their_own_order() =>
        Assert.Equal([BenchPart.Startup, BenchPart.Sparse], Options("--only", "sparse", "--only", "startup").Parts);

    [Fact]
    public void Neither_the_inner_pieces_nor_the_page_are_parts() =>
        Assert.Empty(Options("--only", "pieces", "--only", "page").Parts);

    [Theory]
    [InlineData("--size", "0")]
    [InlineData("--size", "511999")]
    [InlineData("--size", "much")]
    [InlineData("--size", "9000000000000000000")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "-1")]
    [InlineData("--rounds", "some")]
    [InlineData("--only", "everything")]
    [InlineData("--only", "Copy")]
    [InlineData("--machine", "other")]
    [InlineData("--machine", "1")]
    public void What_makes_no_sense_is_refused(string option, string value) =>
        Assert.NotEmpty(_command.Parse([option, value]).Errors);

    private BenchOptions Options(params string[] arguments)
    {
        ParseResult parsed = _command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return _bench.ToBenchOptions(parsed);
    }
}
