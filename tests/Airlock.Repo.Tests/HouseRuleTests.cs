using System.Xml.Linq;

namespace Airlock.Repo.Tests;

/// <summary>Rules of CONTRIBUTING.md that a program can check.</summary>
public class HouseRuleTests
{
    private const int LongestFile = 700;

    private static readonly string[] s_sources = ["abi", "src", "guest", "tests"];

    [Fact]
    public void No_source_file_is_over_700_lines() => Assert.All(
        s_sources.SelectMany(folder => Repository.Files(folder, "*.cs")),
        file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{file} is too long."));

    [Fact]
    public void A_project_that_allows_unsafe_code_says_why() => Assert.All(
        Repository.Files("src", "*.csproj"),
        file =>
        {
            XElement[] allowing = XDocument.Load(file).Descendants("AllowUnsafeBlocks").Where(e => e.Value == "true").ToArray();
            Assert.All(allowing, element => Assert.IsType<XComment>(element.PreviousNode is XText text ? text.PreviousNode : element.PreviousNode));
        });

    [Fact]
    public void The_devices_have_no_unsafe_code() => Assert.All(
        Repository.Files("src/Airlock.Virtio", "*.cs"),
        file => Assert.DoesNotContain("unsafe", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Every_use_of_unsafe_pointers_in_the_host_has_a_safety_line() => Assert.All(
        Repository.Files("src", "*.cs").Where(file => File.ReadLines(file).Any(line => line.Contains("fixed (", StringComparison.Ordinal))),
        file => Assert.Contains("SAFETY:", File.ReadAllText(file), StringComparison.Ordinal));
}
