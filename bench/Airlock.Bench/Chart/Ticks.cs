namespace Airlock.Bench.Chart;

/// <summary>Where an axis has lines, and what is written there.</summary>
internal readonly record struct Ticks(IEnumerable<double> Values, Func<double, string> Text);
