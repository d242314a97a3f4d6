using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Airlock.Repo.Tests;

/// <summary>The C# of one project, as far as its own names are concerned: nothing else is bound.</summary>
internal sealed class ProjectSources
{
    private readonly string _root;
    private readonly string _namespace;
    private readonly CSharpCompilation _compilation;

    public ProjectSources(string folder, string rootNamespace)
    {
        _root = Repository.PathOf(folder);
        _namespace = rootNamespace;
        _compilation = CSharpCompilation.Create(
            rootNamespace,
            Repository.Files(folder, "*.cs")
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)));
    }

    public IEnumerable<SyntaxTree> Files => _compilation.SyntaxTrees;

    public IEnumerable<SyntaxTree> FilesIn(string folder) => Files.Where(file => FolderOf(file) == folder);

    /// <summary>Path of a file's folder below the project; "." at the root.</summary>
    public string FolderOf(SyntaxTree file) => Path.GetRelativePath(_root, Path.GetDirectoryName(file.FilePath)!);

    public static IEnumerable<string> NamespacesOf(SyntaxTree file) => file.GetRoot().DescendantNodes()
        .OfType<BaseNamespaceDeclarationSyntax>()
        .Select(declaration => declaration.Name.ToString());

    /// <summary>Folders of the project whose namespaces or types a file names, comments included.</summary>
    public IEnumerable<(string Folder, string Place)> ReferencesOf(SyntaxTree file)
    {
        SemanticModel model = _compilation.GetSemanticModel(file);
        IEnumerable<SyntaxNode> nodes = file.GetRoot().DescendantNodes(descendIntoTrivia: true);
        foreach (SimpleNameSyntax name in nodes.OfType<SimpleNameSyntax>())
        {
            SymbolInfo info = model.GetSymbolInfo(name);
            if (FolderOf(info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } folder)
            {
                int line = file.GetLineSpan(name.Span).StartLinePosition.Line + 1;
                yield return (folder, $"{Path.GetRelativePath(_root, file.FilePath)}:{line} ({name})");
            }
        }
    }

    private string? FolderOf(ISymbol? symbol)
    {
        string? space = (symbol as INamespaceSymbol ?? symbol?.ContainingNamespace)?.ToDisplayString();
        return space?.StartsWith(_namespace + ".", StringComparison.Ordinal) == true
            ? space[(_namespace.Length + 1)..].Replace('.', '/')
            : null;
    }
}
