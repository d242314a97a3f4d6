using System.Globalization;

namespace Airlock.Bench.Page;

/// <summary>A table in Markdown, for the page or the terminal.</summary>
internal static class MarkdownTable
{
    public static IEnumerable<string> Lines(BenchTable table) =>
    [
        Line(table.Columns), Line(table.Columns.Select(_ => "---")), .. table.Rows.Select(Line),
    ];

    /// <summary>A result by itself, with a heading.</summary>
    public static string ToMarkdown(this PartResult result)
    {
        string heading = string.Create(
            CultureInfo.InvariantCulture,
            $"### {result.Part.Title()}, {result.Kind.Title()}: {result.Bytes:N0} bytes, {result.Rounds} rounds");
        IEnumerable<string> notes = result.Notes.Select(note => "\n" + note);
        return string.Join('\n', [heading, string.Empty, .. Lines(BenchTable.Of(result)), .. notes, string.Empty]);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
