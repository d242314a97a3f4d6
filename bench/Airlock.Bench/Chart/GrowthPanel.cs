namespace Airlock.Bench.Chart;

/// <summary>
/// Seconds over bytes, both logarithmic: where time grows as the data does, the line rises with the grid.
/// </summary>
internal static class GrowthPanel
{
    private const double LabelWidth = 60;

    public static void Draw(Svg svg, PartResult result, Area area)
    {
        long[] sizes = [.. result.Rows.Select(row => row.Bytes ?? 1)];
        var x = Scale.PowersOfTen(sizes.Min(), sizes.Max(), area.X + LabelWidth, area.Right - 24);
        var y = Scale.PowersOfTen(
            result.Rows.Min(row => row.Seconds.Min), result.Rows.Max(row => row.Seconds.Max), area.Bottom, area.Y);
        Axis.Vertical(svg, x, area.Y, area.Bottom, new Ticks(Axis.Decades(x), Bytes));
        Axis.Horizontal(svg, y, x.Start, x.End, new Ticks(Axis.Decades(y), seconds => Axis.Plain(seconds) + " s"));
        foreach (IGrouping<string, RowResult> line in result.Rows.GroupBy(row => row.Name))
        {
            DrawLine(svg, x, y, line);
        }
    }

    private static void DrawLine(Svg svg, Scale x, Scale y, IGrouping<string, RowResult> line)
    {
        bool isOurs = line.Key.StartsWith("airlock", StringComparison.Ordinal);
        (double X, double Y)[] points = [.. line.Select(row => (x.Map(row.Bytes ?? 1), y.Map(row.Seconds.Median)))];
        svg.Curve(isOurs ? "curve ourCurve" : "curve", points);
        foreach ((RowResult row, (double X, double Y) point) in line.Zip(points))
        {
            svg.Line("whisker", point.X, y.Map(row.Seconds.Min), point.X, y.Map(row.Seconds.Max));
            svg.Dot(isOurs ? "dot ourDot" : "dot", point.X, point.Y);
        }

        // The smallest copies lie furthest apart.
        svg.Text(points[0].X + 10, points[0].Y + (isOurs ? -10 : 16), line.Key, isOurs ? "ours" : "rival");
    }

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => Axis.Plain(bytes / 1e9) + " GB",
        >= 1e6 => Axis.Plain(bytes / 1e6) + " MB",
        >= 1e3 => Axis.Plain(bytes / 1e3) + " KB",
        _ => Axis.Plain(bytes) + " B",
    };
}
