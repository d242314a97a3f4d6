using System;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

public class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3, 3, 3)]
    [InlineData(new double[] { 4, 2 }, 3, 2, 4)]
    [InlineData(new double[] { 9, 1, 2 }, 2, 1, 9)]
    [InlineData(new double[] { 8, 1, 100, 2 }, 5, 1, 100)]
    public void A_median_is_the_middle_or_between_the_two_in_the_middle(
        double[] values, double median, double min, double max) =>
        Assert.Equal(new Spread(median, min, max), Spread.Of(values));

    [Fact]
    public void The_values_stay_in_their_order()
    {
        double[] values = [3, 1, 2];
        Spread.Of(values);
        Assert.Equal([3, 1, 2], values);
    }

    [Fact]
    public void There_is_no_median_of_nothing() => Assert.Throws<ArgumentException>(() => Spread.Of([]));

    [Fact]
    public void Ratios_are_taken_round_by_round()
    {
        // The second round was disturbed as a whole: the ratio of the medians would be 6 to 2.
        Assert.Equal(new Spread(2, 2, 3), Spread.OfRatios([2, 20, 6], [1, 10, 2]));
    }

    [Fact]
    public void A_race_is_told_in_ratios_to_the_first()
    {
        var times = new RaceTimes(contestants: 2, rounds: 2);
        for (int round = 0; round < 2; round++)
        {
            times.Set(0, round, new ProcessRun(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), ExitCode: 0));
            times.Set(1, round, new ProcessRun(TimeSpan.FromSeconds(2 + round), TimeSpan.FromSeconds(2), ExitCode: 0));
        }

        RowResult row = times.Row("second", 1);
        Assert.Equal("second", row.Name);
        Assert.Equal(new Spread(2.5, 2, 3), row.Ratio);
        Assert.Equal(new Spread(2.5, 2, 3), row.Seconds);
        Assert.Equal(4, row.ProcessorRatio.Median);
        Assert.Equal(1, times.Row("first", 0).Ratio.Max);
    }
}
