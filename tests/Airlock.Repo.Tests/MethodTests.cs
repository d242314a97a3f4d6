using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Airlock.Repo.Tests;

/// <summary>Methods are short (CONTRIBUTING.md, what good means here).</summary>
public class MethodTests
{
    private const int LongestMethod = 80;
    private const int UsualMethod = 30;

    private static readonly (string Name, int Lines)[] s_methods =
        [.. Repository.Sources.SelectMany(file => MethodsOf(file)).OrderByDescending(method => method.Lines)];

    [Fact]
    public void No_method_is_over_80_lines() => Assert.All(
        s_methods,
        method => Assert.True(method.Lines <= LongestMethod, $"{method.Name} has {method.Lines} lines."));

    [Fact]
    public void Nine_methods_of_ten_are_under_30_lines() =>
        Assert.InRange(s_methods.Count(method => method.Lines >= UsualMethod), 0, s_methods.Length / 10);

    private static IEnumerable<(string Name, int Lines)> MethodsOf(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        foreach (BaseMethodDeclarationSyntax method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            FileLinePositionSpan lines = method.SyntaxTree.GetLineSpan(method.Span);
            int length = lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
            yield return ($"{Path.GetRelativePath(Repository.Root, file)}:{lines.StartLinePosition.Line + 1}", length);
        }
    }
}
