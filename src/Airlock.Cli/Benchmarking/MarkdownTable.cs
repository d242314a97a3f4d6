namespace Airlock.Cli.Benchmarking;

/// <summary>A table in Markdown, to be pasted.</summary>
internal static class MarkdownTable
{
    public static IEnumerable<string> Lines(BenchTable table) =>
    [
        Line(table.Columns), Line(table.Columns.Select(_ => "---")), .. table.Rows.Select(Line),
    ];

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
