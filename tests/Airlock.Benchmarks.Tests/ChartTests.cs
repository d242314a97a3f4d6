using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Airlock.Bench;
using Airlock.Bench.Chart;

namespace Airlock.Benchmarks.Tests;

/// <summary>The chart is a drawing, whatever was measured.</summary>
public class ChartTests
{
    [Fact]
    public void A_chart_of_everything_names_every_command()
    {
        string[] texts = Texts(SampleResults.All);
        Assert.Contains("dd bs=1M", texts);
        Assert.Contains("airlock copy", texts);
        Assert.Contains("Copy in memory", texts);
        Assert.Contains("shared", texts);
        Assert.Contains("0.80 (0.40 to 1.60)", texts);
        Assert.Contains(texts, text => text.Contains("process machine on a machine", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chart_of_nothing_is_still_a_chart() =>
        Assert.NotEmpty(Texts(new Dictionary<BenchPart, PartResult>()));

    [Fact]
    public void A_part_that_was_left_out_leaves_no_panel() => Assert.DoesNotContain(
        Texts(new Dictionary<BenchPart, PartResult> { [BenchPart.Linear] = SampleResults.Part(BenchPart.Linear) }),
        text => text.StartsWith("Growth", StringComparison.Ordinal));

    [Theory]
    [InlineData(0.0001)]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(1e6)]
    public void Any_ratio_stays_inside_the_drawing(double ratio)
    {
        RowResult[] rows =
        [
            SampleResults.Row("dd", 1), SampleResults.Row("airlock copy", ratio), SampleResults.Row("protobuf", ratio),
        ];
        Dictionary<BenchPart, PartResult> parts =
            SampleResults.All.Keys.ToDictionary(part => part, part => SampleResults.Part(part, rows));
        XElement chart = XElement.Parse(PerformanceChart.Draw(MachineKind.Process, parts));
        double width = double.Parse(chart.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        XAttribute[] attributes = [.. chart.Descendants().Attributes()];
        Assert.All(
            attributes.Where(attribute => attribute.Name.LocalName is "x" or "x1" or "x2" or "cx"),
            place => Assert.InRange((double)place, 0, width));
        Assert.All(
            attributes.Where(attribute => attribute.Name.LocalName is "width" or "height" or "r"),
            length => Assert.True((double)length >= 0));
    }

    [Fact]
    public void No_number_is_missing() =>
        Assert.DoesNotMatch(
            new Regex("NaN|Infinity|∞"), PerformanceChart.Draw(MachineKind.Process, SampleResults.All));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(5, 150)]
    [InlineData(10, 200)]
    [InlineData(11, 200)]
    [InlineData(-1, 100)]
    public void A_scale_maps_values_and_keeps_to_its_axis(double value, double place) =>
        Assert.Equal(place, new Scale(0, 10, 100, 200).Map(value), precision: 6);

    [Theory]
    [InlineData(0.003)]
    [InlineData(1)]
    [InlineData(23.8)]
    [InlineData(65.1)]
    [InlineData(1e8)]
    public void An_axis_has_a_handful_of_values(double most)
    {
        double[] values = Axis.UpTo(most);
        Assert.InRange(values.Length, 4, 9);
        Assert.InRange(most, values[^2], values[^1] * 1.001);
    }

    [Fact]
    public void A_logarithmic_scale_gives_each_decade_the_same_room()
    {
        Scale scale = Scale.PowersOfTen(0.5, 60, 0, 300);
        Assert.Equal((0.1, 100), (scale.First, scale.Last));
        Assert.Equal(100, scale.Map(1), precision: 6);
        Assert.Equal([0.1, 1, 10, 100], Axis.Decades(scale), (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    private static string[] Texts(IReadOnlyDictionary<BenchPart, PartResult> parts) =>
    [
        .. XElement.Parse(PerformanceChart.Draw(MachineKind.Process, parts)).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value),
    ];
}
