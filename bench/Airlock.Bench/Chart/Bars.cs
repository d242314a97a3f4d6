namespace Airlock.Bench.Chart;

/// <summary>Rows of bars with a whisker from the least to the most that was measured.</summary>
internal static class Bars
{
    public const double RowHeight = 24;

    private const double BarHeight = 14;
    private const double LabelGap = 8;

    /// <summary>Draws a row each: its name left of the axis, its bar, its value at the right.</summary>
    /// <param name="top">Where the first row begins.</param>
    /// <param name="valueX">Where values stand.</param>
    public static void Draw(
        Svg svg, Scale scale, double top, double valueX, IEnumerable<(string Name, Spread Value, string Text)> rows)
    {
        double zero = scale.Map(scale.IsLogarithmic ? 1 : 0);
        double y = top + (RowHeight / 2);
        foreach ((string name, Spread value, string text) in rows)
        {
            bool isOurs = name.StartsWith("airlock", StringComparison.Ordinal);
            double end = scale.Map(value.Median);
            svg.Text(scale.Start - LabelGap, y + 4, name, isOurs ? "ours" : "rival", "end");
            string style = isOurs ? "bar ourBar" : "bar";
            svg.Box(style, new Area(Math.Min(zero, end), y - (BarHeight / 2), Math.Abs(end - zero), BarHeight));
            DrawWhisker(svg, scale, value, y);
            svg.Text(valueX, y + 4, text, isOurs ? "ours" : "rival", "end");
            y += RowHeight;
        }
    }

    /// <summary>A line without a cap where it goes on beyond the axis.</summary>
    private static void DrawWhisker(Svg svg, Scale scale, in Spread value, double y)
    {
        svg.Line("whisker", scale.Map(value.Min), y, scale.Map(value.Max), y);
        DrawCap(svg, scale, value.Min, y);
        DrawCap(svg, scale, value.Max, y);
    }

    private static void DrawCap(Svg svg, Scale scale, double value, double y)
    {
        const double half = 3.5;
        if (value <= scale.Last)
        {
            svg.Line("whisker", scale.Map(value), y - half, scale.Map(value), y + half);
        }
    }
}
