using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Airlock.Repo.Tests;

/// <summary>Methods are short (CONTRIBUTING.md, what good means here).</summary>
public class MethodTests
{
    private const int LongestMethod = 80;
    private const int UsualMethod = 30;
    private const int MostParameters = 5;

    private static readonly (string Name, int Lines)[] s_methods =
        [.. Repository.Sources.SelectMany(file => MethodsOf(file)).OrderByDescending(method => method.Lines)];

    [Fact]
    public void No_method_is_over_80_lines() => Assert.All(
        s_methods,
        method => Assert.True(method.Lines <= LongestMethod, $"{method.Name} has {method.Lines} lines."));

    /// <summary>Then a struct. Positional records are such structs, and libc's functions are as they are.</summary>
    [Fact]
    public void No_method_takes_more_than_five_parameters() => Assert.Empty(
        Repository.Sources.SelectMany(ParameterListsOf)
            .Where(list => list.Parameters.Count > MostParameters)
            .Select(list => $"{PlaceOf(list)}: {list.Parameters.Count} parameters"));

    [Fact]
    public void Nine_methods_of_ten_are_under_30_lines() =>
        Assert.InRange(s_methods.Count(method => method.Lines >= UsualMethod), 0, s_methods.Length / 10);

    private static IEnumerable<(string Name, int Lines)> MethodsOf(string file)
    {
        foreach (BaseMethodDeclarationSyntax method in Parse(file).DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            FileLinePositionSpan lines = method.SyntaxTree.GetLineSpan(method.Span);
            int length = lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
            yield return (PlaceOf(method), length);
        }
    }

    /// <summary>Of methods, constructors, local functions and lambdas, delegates, and of types that aren't records.</summary>
    private static IEnumerable<ParameterListSyntax> ParameterListsOf(string file) =>
        Parse(file).DescendantNodes().OfType<ParameterListSyntax>().Where(list => list.Parent switch
        {
            RecordDeclarationSyntax => false,
            MethodDeclarationSyntax method => !IsForeign(method),
            _ => true,
        });

    private static bool IsForeign(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString() is "DllImport" or "LibraryImport");

    private static SyntaxNode Parse(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot();

    private static string PlaceOf(SyntaxNode node)
    {
        int line = node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
        return $"{Path.GetRelativePath(Repository.Root, node.SyntaxTree.FilePath)}:{line}";
    }
}
