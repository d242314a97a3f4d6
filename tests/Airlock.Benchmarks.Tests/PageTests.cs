using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Airlock.Bench;
using Airlock.Bench.Chart;
using Airlock.Bench.Page;

namespace Airlock.Benchmarks.Tests;

/// <summary>The page of results: what people wrote stays, what stands between markers follows the results.</summary>
public sealed class PageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_table_replaces_what_stood_between_its_markers()
    {
        string page = PerformancePage.Rewrite(
            "before\n<!-- results: copy -->\nold\nlines\n<!-- end -->\nafter\n", Sample());
        Assert.StartsWith(
            "before\n<!-- results: copy -->\n\n### Copy in memory: KVM, 2026-01-31\n\n"
                + "`./bench.sh --only copy`, a machine:\n\n| command |",
            page, StringComparison.Ordinal);
        Assert.EndsWith("|\n<!-- end -->\nafter\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("old", page, StringComparison.Ordinal);
        Assert.Equal(page, PerformancePage.Rewrite(page, Sample()));
    }

    [Fact]
    public void What_was_not_measured_stays()
    {
        const string page =
            "<!-- results: startup -->\nold\n<!-- end -->\n<!-- results: pieces -->\nold\n<!-- end -->\n";
        Assert.Equal(page, PerformancePage.Rewrite(page, Sample()));
    }

    [Fact]
    public void Results_of_both_machines_stand_below_each_other()
    {
        Results results = Sample();
        results.Keep(SampleResults.All[BenchPart.Copy] with { Kind = MachineKind.Process });
        string[] headings = [.. results.LinesOf("copy").Where(line => line.StartsWith('#'))];
        Assert.Equal(
            ["### Copy in memory: KVM, 2026-01-31", "### Copy in memory: process machine, 2026-01-31"], headings);
        Assert.Equal(2, results.LinesOf("charts").Count());
    }

    [Fact]
    public void A_note_stands_below_its_table()
    {
        Results results = Results.In(_folder);
        results.Keep(SampleResults.Part(BenchPart.Copy) with { Notes = ["Left out: there is no room."] });
        string page = PerformancePage.Rewrite("<!-- results: copy -->\n<!-- end -->\n", results);
        Assert.Contains("\n\nLeft out: there is no room.\n<!-- end -->", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_without_an_end_is_refused() => Assert.Throws<InvalidDataException>(
        () => PerformancePage.Rewrite("<!-- results: copy -->\n<!-- results: disk -->\n<!-- end -->\n", Sample()));

    [Fact]
    public void New_results_take_the_place_of_old_ones_and_others_stay()
    {
        Sample().Keep(SampleResults.Part(BenchPart.Disk));
        Results.In(_folder).Keep(SampleResults.Part(BenchPart.Disk) with { Date = "2026-02-01" });
        Results.In(_folder).Keep(
            SampleResults.Part(BenchPart.Disk) with { Kind = MachineKind.Process, Date = "2026-02-02" });
        Results results = Results.In(_folder);
        Assert.Equal("2026-01-31", results.Of(MachineKind.Kvm)[BenchPart.Copy].Date);
        Assert.Equal("2026-02-01", results.Of(MachineKind.Kvm)[BenchPart.Disk].Date);
        Assert.Equal("2026-02-02", Assert.Single(results.Of(MachineKind.Process)).Value.Date);
    }

    [Fact]
    public void Page_and_charts_are_written_with_what_people_wrote_around()
    {
        string docs = Directory.CreateDirectory(Path.Combine(_folder, "docs")).FullName;
        File.WriteAllText(Path.Combine(docs, "performance.md"), "text\n<!-- results: copy -->\n<!-- end -->\n");
        Results results = Results.In(Directory.CreateDirectory(Path.Combine(_folder, "results")).FullName);
        results.Keep(SampleResults.All[BenchPart.Copy] with { Kind = MachineKind.Process });
        results.WriteTo(docs);
        string page = File.ReadAllText(Path.Combine(docs, "performance.md"));
        Assert.StartsWith(
            "text\n<!-- results: copy -->\n\n### Copy in memory: process machine", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(docs, "performance-process.svg")));
        Assert.False(File.Exists(Path.Combine(docs, "performance.svg")));
    }

    [Fact]
    public void The_page_and_the_charts_of_this_repository_show_its_results()
    {
        Results results = Results.In(Checkout.Results);
        string page = File.ReadAllText(Path.Combine(Checkout.Docs, "performance.md"));
        Assert.Equal(PerformancePage.Rewrite(page, results), page);
        Assert.Equal(7, results.Of(MachineKind.Kvm).Count);
        foreach (MachineKind kind in Enum.GetValues<MachineKind>().Where(kind => results.Of(kind).Count > 0))
        {
            string chart = File.ReadAllText(Path.Combine(Checkout.Docs, Results.ChartOf(kind)));
            Assert.Equal(PerformanceChart.Draw(kind, results.Of(kind)), chart);
        }
    }

    [Fact]
    public void Every_part_has_its_place_on_the_page()
    {
        string page = File.ReadAllText(Path.Combine(Checkout.Docs, "performance.md"));
        Assert.All(
            BenchParts.All.Select(part => part.Name()).Append("pieces").Append("charts"),
            name => Assert.Contains($"<!-- results: {name} -->\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_keeps_everything()
    {
        var counters = new JobCounters
        {
            FirstMessageSeconds = 0.0025,
            Messages = 1_000,
            MessageBytes = 22_000,
            Exits = 512,
            KernelTraps = 50,
        };
        RowResult full = SampleResults.Row("dd bs=1M", 1) with
        {
            PeakBytes = 10_000_000_000,
            TogetherBytes = 1,
            JobRatio = new Spread(1, 2, 3),
            Counters = counters,
            Remains = new Remains(1, new SystemState(2, 3, 4), new SystemState(5, 6, 7)),
        };
        RowResult empty = SampleResults.Row("airlock copy", 0.8) with { Group = null, Bytes = null };
        PartResult result = SampleResults.Part(BenchPart.Copy, full, empty) with
        {
            Notes = ["a \"note\"\n"],
            Kind = MachineKind.Process,
        };
        string json = ResultJson.Line(result);
        Assert.DoesNotContain('\n', json);
        PartResult read = ResultJson.Parse<PartResult>(json);
        Assert.Equal(result with { Rows = read.Rows, Notes = read.Notes }, read);
        Assert.Equal(result.Rows, read.Rows);
        Assert.Equal(result.Notes, read.Notes);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"part\":\"other\",\"bytes\":1,\"rounds\":1,\"rows\":[]}")]
    [InlineData("{\"part\":7,\"bytes\":1,\"rounds\":1,\"rows\":[]}")]
    public void What_is_no_result_is_refused(string json) =>
        Assert.Throws<JsonException>(() => ResultJson.Parse<PartResult>(json));

    [Fact]
    public void A_result_that_names_no_machine_was_measured_with_KVM() => Assert.Equal(
        MachineKind.Kvm,
        ResultJson.Parse<PartResult>("{\"part\":\"copy\",\"bytes\":1,\"rounds\":1,\"rows\":[]}").Kind);

    private Results Sample()
    {
        Results results = Results.In(_folder);
        results.Keep(SampleResults.All[BenchPart.Copy]);
        return results;
    }
}
