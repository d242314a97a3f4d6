namespace Airlock.Bench.Chart;

/// <summary>Time of each copying program as a ratio to dd's: in memory, to a disk, of a file with holes.</summary>
internal static class RatioPanel
{
    private const double LabelWidth = 250;
    private const double ValueWidth = 150;
    private const double HeadHeight = 26;
    private const double GroupGap = 14;

    /// <summary>A ratio beyond it is written, and its bar ends with the axis.</summary>
    private const double LongestAxis = 3;

    private static readonly (BenchPart Part, string Title)[] s_groups =
    [
        (BenchPart.Copy, "Copy in memory"),
        (BenchPart.Disk, "Copy to a disk, flushed"),
        (BenchPart.Sparse, "Copy of a file of 95 % holes"),
    ];

    public static double HeightFor(IReadOnlyDictionary<BenchPart, PartResult> parts) =>
        Groups(parts).Sum(group => HeadHeight + (group.Result.Rows.Count * Bars.RowHeight) + GroupGap) + 30;

    public static void Draw(Svg svg, IReadOnlyDictionary<BenchPart, PartResult> parts, Area area)
    {
        var groups = Groups(parts).ToArray();
        double most = groups.SelectMany(group => group.Result.Rows).Select(row => row.Ratio.Max).Append(1).Max();
        double last = Math.Min(LongestAxis, Math.Ceiling(most * 2) / 2);
        var scale = new Scale(0, last, area.X + LabelWidth, area.Right - ValueWidth);
        double bottom = area.Y + HeightFor(parts) - 30;
        IEnumerable<double> ticks = Enumerable.Range(0, (int)(scale.Last * 2) + 1).Select(half => half / 2.0);
        Axis.Vertical(svg, scale, area.Y, bottom, new Ticks(ticks, Axis.Plain));
        svg.Line("one", scale.Map(1), area.Y, scale.Map(1), bottom);
        double y = area.Y;
        foreach ((string title, PartResult result) in groups)
        {
            svg.Text(area.X, y + 17, title, "head");
            y += HeadHeight;
            Bars.Draw(svg, scale, y, area.Right, result.Rows.Select(row => (row.Name, row.Ratio, TextOf(row.Ratio))));
            y += (result.Rows.Count * Bars.RowHeight) + GroupGap;
        }
    }

    private static string TextOf(Spread ratio) =>
        FormattableString.Invariant($"{ratio.Median:F2} ({ratio.Min:F2} to {ratio.Max:F2})");

    private static IEnumerable<(string Title, PartResult Result)> Groups(
        IReadOnlyDictionary<BenchPart, PartResult> parts) => s_groups
            .Where(group => parts.ContainsKey(group.Part)).Select(group => (group.Title, parts[group.Part]));
}
