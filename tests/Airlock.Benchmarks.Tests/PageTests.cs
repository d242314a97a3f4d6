using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Airlock.Benchmarks.Chart;
using Airlock.Benchmarks.Page;
using Airlock.Cli.Benchmarking;

namespace Airlock.Benchmarks.Tests;

/// <summary>The page of results: what people wrote stays, what stands between markers follows the results.</summary>
public sealed class PageTests : IDisposable
{
    private static readonly string s_root = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_table_replaces_what_stood_between_its_markers()
    {
        string page = PerformancePage.Rewrite(
            "before\n<!-- results: copy -->\nold\nlines\n<!-- end -->\nafter\n", Sample());
        Assert.StartsWith(
            "before\n<!-- results: copy -->\n`airlock bench --only copy`, 2026-01-31, a machine:\n\n| command |",
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
    public void What_was_left_out_is_said()
    {
        Results results = Results.In(_folder);
        PartResult part = SampleResults.Part("copy") with { Notes = ["There is no room."] };
        results.Add(new StringReader(BenchJson.Format(part)));
        string page = PerformancePage.Rewrite("<!-- results: copy -->\n<!-- end -->\n", results);
        Assert.Contains("\n\nLeft out: There is no room.\n<!-- end -->", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_without_an_end_is_refused() => Assert.Throws<InvalidDataException>(
        () => PerformancePage.Rewrite("<!-- results: copy -->\n<!-- results: disk -->\n<!-- end -->\n", Sample()));

    [Fact]
    public void New_results_take_the_place_of_old_ones_and_others_stay()
    {
        Sample().Add(new StringReader(BenchJson.Format(SampleResults.Part("disk"))));
        Results results = Results.In(_folder);
        results.Add(new StringReader(BenchJson.Format(SampleResults.Part("disk") with { Date = "2026-02-01" })));
        Assert.Equal("2026-01-31", Results.In(_folder).Parts["copy"].Date);
        Assert.Equal("2026-02-01", Results.In(_folder).Parts["disk"].Date);
    }

    [Fact]
    public void The_page_and_the_chart_of_this_repository_show_its_results()
    {
        Results results = Results.In(Path.Combine(s_root, "bench", "results"));
        string page = File.ReadAllText(Path.Combine(s_root, "docs", "performance.md"));
        string chart = File.ReadAllText(Path.Combine(s_root, "docs", "performance.svg"));
        Assert.Equal(PerformancePage.Rewrite(page, results), page);
        Assert.Equal(PerformanceChart.Draw(results.Parts), chart);
        Assert.Equal(BenchParts.All.Select(BenchParts.NameOf).Order(), results.Parts.Keys.Order());
    }

    [Fact]
    public void Json_keeps_everything()
    {
        var counters = new JobCounters
        {
            FirstMessageSeconds = 0.0025, Messages = 1_000, MessageBytes = 22_000, Exits = 512, KernelTraps = 50,
        };
        PartResult result = SampleResults.Part(
            "copy",
            SampleResults.Row("dd bs=1M", 1) with { PeakBytes = 10_000_000_000, Counters = counters },
            SampleResults.Row("airlock copy", 0.8) with { Group = null, Bytes = null }) with { Notes = ["a \"note\"\n"] };
        string json = BenchJson.Format(result);
        Assert.DoesNotContain('\n', json);
        PartResult read = ResultJson.Parse(json);
        Assert.Equal(result with { Rows = read.Rows, Notes = read.Notes }, read);
        Assert.Equal(result.Rows, read.Rows);
        Assert.Equal(result.Notes, read.Notes);
    }

    private Results Sample()
    {
        Results results = Results.In(_folder);
        results.Add(new StringReader(BenchJson.Format(SampleResults.All["copy"])));
        return results;
    }
}
