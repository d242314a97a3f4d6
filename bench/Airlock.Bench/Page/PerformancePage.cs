using System.Text.RegularExpressions;

namespace Airlock.Bench.Page;

/// <summary>docs/performance.md: people write the text, and what stands between two markers is written here.</summary>
internal static partial class PerformancePage
{
    /// <summary>Puts results between <c>&lt;!-- results: PART --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
    /// <exception cref="InvalidDataException">A marker has no end.</exception>
    public static string Rewrite(string page, Results results)
    {
        if (Start().Count(page) != Section().Count(page))
        {
            throw new InvalidDataException("A marker of the page has no end.");
        }

        return Section().Replace(page, section =>
        {
            IEnumerable<string> lines = results.LinesOf(section.Groups["part"].Value);
            return lines.Any()
                ? $"{section.Groups["start"].Value}\n{string.Join('\n', lines)}\n{section.Groups["end"].Value}"
                : section.Value;
        });
    }

    [GeneratedRegex("<!-- results: [a-z]+ -->")]
    private static partial Regex Start();

    [GeneratedRegex(
        "(?<start><!-- results: (?<part>[a-z]+) -->)\n((?!<!-- results:).)*?(?<end><!-- end -->)",
        RegexOptions.Singleline)]
    private static partial Regex Section();
}
