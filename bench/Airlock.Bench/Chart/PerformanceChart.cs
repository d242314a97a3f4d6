namespace Airlock.Bench.Chart;

/// <summary>What the tables of one machine say, at a glance.</summary>
internal static class PerformanceChart
{
    private const double Width = 980;
    private const double Margin = 24;
    private const double Half = (Width - (3 * Margin)) / 2;
    private const double HeadHeight = 84;
    private const double LeastPanelHeight = 148;
    private const double GrowthHeight = 220;
    private const double TitleHeight = 36;

    private const string Style = """

            text { font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: #1f2933; }
            .title { font-size: 19px; font-weight: bold; }
            .head { font-size: 14px; font-weight: bold; }
            .small { font-size: 11.5px; fill: #52606d; }
            .rival { fill: #52606d; }
            .ours { font-weight: bold; fill: #24598f; }
            .page { fill: #ffffff; stroke: #cbd2d9; }
            .grid { stroke: #e4e7eb; }
            .one { stroke: #52606d; stroke-dasharray: 4 3; }
            .bar { fill: #b8c1cb; }
            .ourBar { fill: #3a6ea5; }
            .whisker { stroke: #1f2933; stroke-width: 1.2; }
            .curve { fill: none; stroke: #9aa5b1; stroke-width: 2; }
            .ourCurve { stroke: #3a6ea5; stroke-width: 2.5; }
            .dot { fill: #9aa5b1; }
            .ourDot { fill: #3a6ea5; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e4e7eb; }
              .small, .rival { fill: #b3bcc7; }
              .ours { fill: #8fbfea; }
              .page { fill: #161b22; stroke: #3e4c59; }
              .grid { stroke: #2b333d; }
              .one { stroke: #b3bcc7; }
              .bar { fill: #56616d; }
              .ourBar, .ourDot { fill: #6fa8dc; }
              .whisker { stroke: #e4e7eb; }
              .curve { stroke: #7b8794; }
              .ourCurve { stroke: #6fa8dc; }
              .dot { fill: #7b8794; }
            }

        """;

    /// <summary>Draws the parts that were measured.</summary>
    public static string Draw(MachineKind kind, IReadOnlyDictionary<BenchPart, PartResult> parts)
    {
        double ratiosHeight = RatioPanel.HeightFor(parts);
        double smallTop = HeadHeight + ratiosHeight + 20;
        double panelHeight = Math.Max(LeastPanelHeight, StartupPanel.HeightFor(Find(parts, BenchPart.Startup)));
        double growthTop = smallTop + TitleHeight + panelHeight + 20;
        double height = growthTop + TitleHeight + GrowthHeight + 40;
        var svg = new Svg(
            Width, height, "Airlock beside other programs",
            "Bars of the time that copies take as ratios to dd, of start-up times, and of what messages cost; time over size.",
            Style);
        svg.Box("page", new Area(1, 1, Width - 2, height - 2), radius: 10);
        svg.Text(Margin, 36, "Time of a copy, as a ratio to dd: shorter is better", "title");
        svg.Text(Margin, 58, Subtitle(kind, parts), "small");
        RatioPanel.Draw(svg, parts, new Area(Margin, HeadHeight, Width - (2 * Margin), ratiosHeight));
        if (Find(parts, BenchPart.Startup) is { } startup)
        {
            svg.Text(Margin, smallTop + 16, "Start-up: 50 sectors, start to exit", "head");
            StartupPanel.Draw(svg, startup, new Area(Margin, smallTop + TitleHeight, Half, panelHeight));
        }

        double right = (2 * Margin) + Half;
        if (Find(parts, BenchPart.Messages) is { } messages)
        {
            svg.Text(right, smallTop + 16, "A message every 10 sectors: ratio to none", "head");
            MessagesPanel.Draw(svg, messages, new Area(right, smallTop + TitleHeight, Half, panelHeight));
        }

        if (Find(parts, BenchPart.Linear) is { } linear)
        {
            svg.Text(Margin, growthTop + 16, "Growth: seconds over bytes", "head");
            var area = new Area(Margin, growthTop + TitleHeight, Width - (2 * Margin), GrowthHeight);
            GrowthPanel.Draw(svg, linear, area);
        }

        return svg.ToString();
    }

    private static string Subtitle(MachineKind kind, IReadOnlyDictionary<BenchPart, PartResult> parts) =>
        parts.Values.MaxBy(part => part.Date) is { } last
        ? $"Medians, with the least and the most of all rounds. {kind.Title()} on {last.Machine}; {last.Date}."
        : string.Empty;

    /// <summary>A part with something in it to draw.</summary>
    private static PartResult? Find(IReadOnlyDictionary<BenchPart, PartResult> parts, BenchPart part) =>
        parts.TryGetValue(part, out PartResult? result) && result.Rows.Count > 0 ? result : null;
}
