using System.Text.RegularExpressions;

namespace Airlock.Repo.Tests;

/// <summary>What the documentation names exists.</summary>
public partial class DocumentationTests
{
    /// <summary>Options that aren't declared in a source: the library's own, and those of other programs.</summary>
    private static readonly string[] s_otherOptions =
    [
        "--help", "--version", "--device", // of everything, of containers
        "--reflink", // of cp
        "--seconds", "--seed", "--corpus", "--replay", "--keep", // of the fuzzer
        "--project", "--filter", "--collect", "--results-directory", // of dotnet
        "--write", // of bench.sh
        "--check", "--fetch", // of kvm.sh
    ];

    /// <summary>Names of files that a reader is told to make.</summary>
    private static readonly string[] s_readersFiles = ["Hello.csproj", "Program.cs"];

    private static readonly HashSet<string> s_options = DeclaredIn("src/Airlock.Cli");

    private static readonly HashSet<string> s_benchOptions = DeclaredIn("bench/Airlock.Bench");

    [Fact]
    public void Every_relative_link_leads_to_a_file_of_the_repository() => Assert.All(
        MarkdownFile.All,
        page => Assert.All(page.Links, link =>
        {
            string target = TargetOf(page, link.Path);
            Assert.True(Path.Exists(target), $"{page.Name} links to {link.Path}, which is missing.");
            Assert.StartsWith(Repository.Root, target, StringComparison.Ordinal);
        }));

    [Fact]
    public void Every_link_to_a_heading_finds_it() => Assert.All(
        MarkdownFile.All,
        page => Assert.All(page.Links.Where(link => link.Heading.Length > 0), link =>
        {
            string path = TargetOf(page, link.Path);
            MarkdownFile target = Assert.Single(MarkdownFile.All, other => other.FullPath == path);
            Assert.True(
                target.Headings.Contains(link.Heading),
                $"{page.Name} links to #{link.Heading}, which {target.Name} doesn't have.");
        }));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        string tests = string.Join('\n', Repository.Files("tests", "*.cs").Select(File.ReadAllText));
        Assert.All(
            MarkdownFile.All.SelectMany(page => TestName().Matches(File.ReadAllText(page.FullPath)).Select(match => (page.Name, match))),
            named =>
            {
                Assert.Matches($@"class {named.match.Groups["class"].Value}\b", tests);
                string method = named.match.Groups["method"].Value;
                Assert.True(method.Length == 0 || tests.Contains($" {method}(", StringComparison.Ordinal), $"{named.Name} names {method}.");
            });
    }

    [Fact]
    public void Each_promise_has_a_number_of_its_own()
    {
        string promises = File.ReadAllText(Repository.PathOf("docs/promises.md"));
        string[] numbers = [.. PromiseNumber().Matches(promises).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public void Every_option_that_is_named_exists() => Assert.All(
        MarkdownFile.All,
        page => Assert.All(
            page.Options.Except(s_otherOptions).Except(s_benchOptions),
            option => Assert.True(s_options.Contains(option), $"{page.Name} names {option}, which doesn't exist.")));

    [Fact]
    public void Every_option_stands_in_the_README()
    {
        MarkdownFile readme = Assert.Single(MarkdownFile.All, page => page.Name == "README.md");
        Assert.Superset(s_options.Except(s_otherOptions).ToHashSet(), readme.Options.ToHashSet());
    }

    [Fact]
    public void Every_source_file_that_is_named_exists()
    {
        string[] files = [.. Repository.TextFiles];
        Assert.All(MarkdownFile.All, page => Assert.All(
            page.NamedFiles.Except(s_readersFiles),
            name => Assert.True(
                Array.Exists(files, file => file.EndsWith("/" + name, StringComparison.Ordinal)),
                $"{page.Name} names {name}, which is missing.")));
    }

    private static HashSet<string> DeclaredIn(string folder) =>
    [
        .. Repository.Files(folder, "*.cs")
            .SelectMany(file => DeclaredOption().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["option"].Value),
    ];

    private static string TargetOf(MarkdownFile page, string path) => path.Length == 0
        ? page.FullPath
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.FullPath)!, path));

    [GeneratedRegex(@"`(?<class>[A-Z][A-Za-z]*Tests|[A-Z][A-Za-z]*Properties)(\.(?<method>[A-Za-z_]+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| ([0-9]+) \|", RegexOptions.Multiline)]
    private static partial Regex PromiseNumber();

    [GeneratedRegex("\"(?<option>--[a-z][a-z-]*)\"")]
    private static partial Regex DeclaredOption();
}
