using System;
using System.Linq;
using Airlock.Bench;
using Airlock.Bench.Page;

namespace Airlock.Benchmarks.Tests;

public class BenchTableTests
{
    public static TheoryData<string> Parts => [.. BenchParts.All.Select(part => part.Name())];

    [Fact]
    public void Ratios_come_first_and_numbers_have_points()
    {
        string[] lines = [.. MarkdownTable.Lines(BenchTable.Of(Result(BenchPart.Copy)))];
        Assert.Equal(
        [
            "| command | ratio, median (min to max) | median ms | min to max ms | processor ms | peak MiB "
                + "| exits a MiB |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            "| `airlock copy` | 0.80 (0.50 to 1.25) | 1234.5 | 1000.0 to 2000.0 | 900.0 | 16.0 | 1048.58 |",
        ], lines);
    }

    [Fact]
    public void Messages_are_told_by_the_message()
    {
        string row = MarkdownTable.Lines(BenchTable.Of(Result(BenchPart.Messages))).Last();
        Assert.Equal(
            "| `shared` | airlock copy | 0.80 (0.50 to 1.25) | 1.23 | 0.90 | 1.10 | 1,000 | 22.0 | 512 | 0.0500 |",
            row);
    }

    [Fact]
    public void Growth_is_told_in_bytes_a_second()
    {
        string row = MarkdownTable.Lines(BenchTable.Of(Result(BenchPart.Linear))).Last();
        Assert.Equal("| 5,000,000,000 | `airlock copy` | 0.80 (0.50 to 1.25) | 1.234 | 4.05 | 16.0 | 512 |", row);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_has_a_table_without_gaps(string part)
    {
        BenchTable table = BenchTable.Of(Result(Enum.Parse<BenchPart>(part, ignoreCase: true)));
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        Assert.All(table.Rows.SelectMany(row => row), Assert.NotEmpty);
    }

    [Fact]
    public void A_rival_has_no_counters() => Assert.Equal(
        string.Empty, BenchTable.Of(Result(BenchPart.Startup, Row() with { Counters = null })).Rows[0][^1]);

    [Fact]
    public void What_only_some_results_have_is_a_column_only_there()
    {
        RowResult rival = Row() with { Name = "dd", JobRatio = new Spread(0.5, 0.25, 1), Counters = null };
        RowResult job = Row() with { TogetherBytes = 20 << 20 };
        string[] lines = [.. MarkdownTable.Lines(BenchTable.Of(Result(BenchPart.Disk, rival, job)))];
        Assert.Equal(
        [
            "| command | ratio, median (min to max) | airlock's ratio to it | median ms | min to max ms | processor ms "
                + "| peak MiB | peak MiB, all processes |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            "| `dd` | 0.80 (0.50 to 1.25) | 0.50 (0.25 to 1.00) | 1234.5 | 1000.0 to 2000.0 | 900.0 | 16.0 |  |",
            "| `airlock copy` | 0.80 (0.50 to 1.25) |  | 1234.5 | 1000.0 to 2000.0 | 900.0 | 16.0 | 20.0 |",
        ], lines);
    }

    [Fact]
    public void Remains_are_told_before_and_after()
    {
        string row = MarkdownTable.Lines(BenchTable.Of(Result(BenchPart.Many))).Last();
        Assert.EndsWith("| 1 | 100, then 101 | 2000, then 2010 | 500, then 501 |", row, StringComparison.Ordinal);
    }

    private static PartResult Result(BenchPart part, params RowResult[] rows) => new()
    {
        Part = part,
        Command = "./bench.sh",
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
            FirstMessageSeconds = 0.0025,
            Messages = 1_000,
            MessageBytes = 22_000,
            Exits = 512,
            KernelTraps = 50,
        },
        Remains = new Remains(1, new SystemState(100, 2000, 500 << 20), new SystemState(101, 2010, 501 << 20)),
    };
}
