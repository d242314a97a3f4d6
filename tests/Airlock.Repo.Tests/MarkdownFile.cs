using System.Text.RegularExpressions;

namespace Airlock.Repo.Tests;

/// <summary>A page of documentation, with what can be checked in it.</summary>
internal sealed partial class MarkdownFile
{
    private readonly string _text;

    private MarkdownFile(string path)
    {
        FullPath = path;
        Name = Path.GetRelativePath(Repository.Root, path);
        _text = File.ReadAllText(path);
    }

    /// <summary>All pages of the repository.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
    [
        .. Repository.TextFiles
            .Where(file => file.EndsWith(".md", StringComparison.Ordinal))
            .Select(file => new MarkdownFile(file)),
    ];

    public string FullPath { get; }

    /// <summary>Path from the root of the repository.</summary>
    public string Name { get; }

    /// <summary>Targets of links that aren't URLs, as path and heading; either may be empty.</summary>
    public IEnumerable<(string Path, string Heading)> Links => AllMatches(Link(), "target")
        .Where(target => !Uri.IsWellFormedUriString(target, UriKind.Absolute))
        .Select(target => target.Split('#') is [var path, var heading] ? (path, heading) : (target, string.Empty));

    /// <summary>Headings as a link names them: lower case, words joined by hyphens, no punctuation.</summary>
    public IEnumerable<string> Headings => Heading().Matches(_text).Select(match => Punctuation()
        .Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    /// <summary>Options that are named anywhere, such as "--ring".</summary>
    public IEnumerable<string> Options => AllMatches(Option(), "option");

    /// <summary>Source files that are named in code style, such as "Running/StallClock.cs".</summary>
    public IEnumerable<string> NamedFiles => AllMatches(NamedFile(), "path");

    private IEnumerable<string> AllMatches(Regex pattern, string group) =>
        pattern.Matches(_text).Select(match => match.Groups[group].Value).Distinct();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("(?<![-a-z0-9])(?<option>--[a-z][a-z-]*)")]
    private static partial Regex Option();

    [GeneratedRegex(@"`(\./)?(?<path>[A-Za-z0-9_./-]+\.(cs|proto|S|ld|props|targets|sh|csproj))`")]
    private static partial Regex NamedFile();
}
