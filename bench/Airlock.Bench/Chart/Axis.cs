using System.Globalization;

namespace Airlock.Bench.Chart;

/// <summary>Grid lines with their values.</summary>
internal static class Axis
{
    private static readonly double[] s_factors = [1, 2, 5];

    /// <summary>Lines from top to bottom, with values below.</summary>
    public static void Vertical(Svg svg, Scale scale, double top, double bottom, Ticks ticks)
    {
        foreach (double value in ticks.Values)
        {
            double x = scale.Map(value);
            svg.Line("grid", x, top, x, bottom);
            svg.Text(x, bottom + 16, ticks.Text(value), "small", "middle");
        }
    }

    /// <summary>Lines from left to right, with values before them.</summary>
    public static void Horizontal(Svg svg, Scale scale, double left, double right, Ticks ticks)
    {
        foreach (double value in ticks.Values)
        {
            double y = scale.Map(value);
            svg.Line("grid", left, y, right, y);
            svg.Text(left - 8, y + 4, ticks.Text(value), "small", "end");
        }
    }

    /// <summary>A handful of round values from 0 to one that isn't below <paramref name="most"/>.</summary>
    public static double[] UpTo(double most)
    {
        const double fewest = 3;
        double decade = Math.Pow(10, Math.Floor(Math.Log10(most / fewest)));
        double step = decade * s_factors.Last(factor => factor * decade * fewest <= most * 1.001);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(most / step) + 1).Select(i => i * step)];
    }

    /// <summary>The powers of ten on a logarithmic axis.</summary>
    public static IEnumerable<double> Decades(Scale scale)
    {
        // A half beyond the end: powers of ten aren't exact.
        for (double value = scale.First; value < scale.Last * 1.5; value *= 10)
        {
            yield return value;
        }
    }

    public static string Plain(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
