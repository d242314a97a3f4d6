namespace Airlock.Bench.Chart;

/// <summary>Milliseconds of the smallest job, from start to exit.</summary>
internal static class StartupPanel
{
    private const double LabelWidth = 130;
    private const double ValueWidth = 78;

    private const double AxisHeight = 28;

    public static double HeightFor(PartResult? result) => ((result?.Rows.Count ?? 0) * Bars.RowHeight) + AxisHeight;

    public static void Draw(Svg svg, PartResult result, Area area)
    {
        double most = result.Rows.Max(row => row.Seconds.Median) * 1000;
        double[] ticks = Axis.UpTo(most);
        var scale = new Scale(0, ticks[^1], area.X + LabelWidth, area.Right - ValueWidth);
        double bottom = area.Y + (result.Rows.Count * Bars.RowHeight) + 4;
        Axis.Vertical(svg, scale, area.Y, bottom, new Ticks(ticks, Axis.Plain));
        Bars.Draw(svg, scale, area.Y, area.Right, result.Rows.Select(row => (
            ShortName(row.Name),
            Milliseconds(row.Seconds),
            FormattableString.Invariant($"{row.Seconds.Median * 1000:F1} ms"))));
    }

    private static string ShortName(string name) => name.StartsWith("qemu", StringComparison.Ordinal)
        ? "QEMU microvm"
        : name.Replace("program in ", null, StringComparison.Ordinal);

    private static Spread Milliseconds(Spread seconds) =>
        new(seconds.Median * 1000, seconds.Min * 1000, seconds.Max * 1000);
}
