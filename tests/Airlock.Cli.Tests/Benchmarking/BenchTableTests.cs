using Airlock.Cli.Benchmarking;

namespace Airlock.Cli.Tests.Benchmarking;

public class BenchTableTests
{
    public static TheoryData<string> Parts => [.. BenchParts.All.Select(BenchParts.NameOf)];

    [Fact]
    public void Ratios_come_first_and_numbers_have_points()
    {
        string[] lines = [.. MarkdownTable.Lines(BenchTable.Of(Result("copy")))];
        Assert.Equal(
        [
            "| command | ratio, median (min to max) | median ms | min to max ms | processor ms | peak MiB |",
            "| --- | --- | --- | --- | --- | --- |",
            "| `airlock copy` | 0.80 (0.50 to 1.25) | 1234.5 | 1000.0 to 2000.0 | 900.0 | 16.0 |",
        ], lines);
    }

    [Fact]
    public void Messages_are_told_by_the_message()
    {
        string row = MarkdownTable.Lines(BenchTable.Of(Result("messages"))).Last();
        Assert.Equal(
            "| `shared` | airlock copy | 0.80 (0.50 to 1.25) | 1.23 | 0.90 | 1.10 | 1,000 | 22.0 | 512 | 0.0500 |", row);
    }

    [Fact]
    public void Growth_is_told_in_bytes_a_second()
    {
        string row = MarkdownTable.Lines(BenchTable.Of(Result("linear"))).Last();
        Assert.Equal("| 5,000,000,000 | `airlock copy` | 0.80 (0.50 to 1.25) | 1.234 | 4.05 | 16.0 | 512 |", row);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_has_a_table_without_gaps(string part)
    {
        BenchTable table = BenchTable.Of(Result(part));
        Assert.NotEmpty(table.Title);
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        Assert.All(table.Rows.SelectMany(row => row), Assert.NotEmpty);
    }

    [Fact]
    public void A_rival_has_no_counters() => Assert.Equal(
        string.Empty, BenchTable.Of(Result("startup", Row() with { Counters = null })).Rows[0][^1]);

    private static PartResult Result(string part, params RowResult[] rows) => new()
    {
        Part = part,
        Command = "airlock bench",
        Bytes = 512_000,
        Rounds = 3,
        Rows = rows.Length > 0 ? rows : [Row()],
        Machine = "a machine",
        Date = "2026-01-31",
    };

    private static RowResult Row() => new()
    {
        Name = "airlock copy",
        Group = "shared",
        Bytes = 5_000_000_000,
        Ratio = new Spread(0.8, 0.5, 1.25),
        Seconds = new Spread(1.2345, 1, 2),
        ProcessorRatio = new Spread(1.1, 1, 2),
        ProcessorSeconds = new Spread(0.9, 0.8, 1),
        PeakBytes = 16 << 20,
        Counters = new JobCounters
        {
            FirstMessageSeconds = 0.0025, Messages = 1_000, MessageBytes = 22_000, Exits = 512, KernelTraps = 50,
        },
    };
}
