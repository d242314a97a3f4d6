namespace Airlock.Bench.Chart;

/// <summary>Time with a protobuf message every 10 sectors, as a ratio to the same copy without.</summary>
internal static class MessagesPanel
{
    private const double LabelWidth = 130;
    private const double ValueWidth = 70;

    public static void Draw(Svg svg, PartResult result, Area area)
    {
        RowResult[] rows = [.. result.Rows.Where(row => row.Name == "protobuf")];
        double least = Math.Min(0.999, rows.Min(row => row.Ratio.Min));
        double most = rows.Max(row => row.Ratio.Max);
        Scale scale = Scale.PowersOfTen(least, most, area.X + LabelWidth, area.Right - ValueWidth);
        double bottom = area.Y + (rows.Length * Bars.RowHeight) + 4;
        Axis.Vertical(svg, scale, area.Y, bottom, new Ticks(Axis.Decades(scale), Axis.Plain));
        Bars.Draw(svg, scale, area.Y, area.Right, rows.Select(row => (
            row.Group ?? string.Empty, row.Ratio, FormattableString.Invariant($"{row.Ratio.Median:F2}"))));
    }
}
