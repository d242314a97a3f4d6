using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Airlock.Repo.Tests;

/// <summary>Rules of CONTRIBUTING.md that a program can check.</summary>
public class HouseRuleTests
{
    private const int LongestFile = 700;

    private const int HalfOfAllFiles = 100;

    [Fact]
    public void No_source_file_is_over_700_lines() => Assert.All(
        Repository.Sources.Concat(Repository.Files("tests", "*.cs")),
        file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{file} is too long."));

    [Fact]
    public void Half_of_all_source_files_are_under_100_lines()
    {
        int[] lengths = [.. Repository.Sources.Select(file => File.ReadLines(file).Count()).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, HalfOfAllFiles - 1);
    }

    [Fact]
    public void No_file_or_folder_is_named_for_holding_anything() => Assert.All(
        Repository.TextFiles.SelectMany(file => Path.GetRelativePath(Repository.Root, file).Split('/')),
        part => Assert.DoesNotMatch("^(Common|Utils?|Utilities|Helpers?|Misc)([.]|$)", part));

    [Fact]
    public void Nothing_sleeps_where_an_event_would_do() => Assert.All(
        Repository.Sources,
        file => Assert.DoesNotContain("Thread.Sleep(", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void A_project_that_allows_unsafe_code_says_why() => Assert.All(
        Repository.Files("src", "*.csproj"),
        file =>
        {
            IEnumerable<XElement> allowing = XDocument.Load(file).Descendants("AllowUnsafeBlocks");
            Assert.All(
                allowing.Where(element => element.Value == "true"),
                element => Assert.IsType<XComment>(element.PreviousNode));
        });

    [Fact]
    public void The_devices_have_no_unsafe_code() => Assert.All(
        Repository.Files("src/Airlock.Virtio", "*.cs"),
        file => Assert.DoesNotContain("unsafe", File.ReadAllText(file), StringComparison.Ordinal));

    /// <summary>Whoever takes a pointer in his hands says why that is sound; sizes of types are no pointers.</summary>
    [Fact]
    public void Every_file_with_pointers_has_a_safety_line() => Assert.All(
        FilesWithPointers(),
        file => Assert.Contains("// SAFETY: ", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Files_with_pointers_are_seen_however_these_are_written() => Assert.Superset(
        new HashSet<string> { "Channel.cs", "ExitRequest.cs", "GuestMemory.cs", "Files.cs", "SeccompLibrary.cs", "BareMetal.cs" },
        FilesWithPointers().Select(file => Path.GetFileName(file)).ToHashSet());

    private static IEnumerable<string> FilesWithPointers() =>
        Repository.Files("src", "*.cs").Concat(Repository.Files("guest", "*.cs")).Where(HasPointers);

    private static bool HasPointers(string file)
    {
        SyntaxNode[] nodes = [.. CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()];
        bool isUnsafe = nodes.SelectMany(node => node.ChildTokens()).Any(token => token.IsKind(SyntaxKind.UnsafeKeyword));
        return isUnsafe && nodes.Any(node => node is PointerTypeSyntax or FunctionPointerTypeSyntax or FixedStatementSyntax
            || node.IsKind(SyntaxKind.PointerIndirectionExpression)
            || node.IsKind(SyntaxKind.PointerMemberAccessExpression)
            || node.IsKind(SyntaxKind.AddressOfExpression));
    }
}
