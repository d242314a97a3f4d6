using System.Reflection;

namespace Airlock.Repo.Tests;

/// <summary>The checkout that these tests run in.</summary>
internal static class Repository
{
    private static readonly string[] s_sourceFolders = ["abi", "src", "guest", "samples", "bench"];
    private static readonly string[] s_otherFolders = [".git", ".vs", "artifacts", "bin", "obj"];
    private static readonly string[] s_textExtensions =
    [
        "", ".cs", ".csproj", ".slnx", ".props", ".targets", ".md", ".proto", ".S", ".ld", ".sh", ".json", ".yml",
        ".svg", ".editorconfig", ".gitignore", ".gitattributes",
    ];

    public static string Root { get; } = Path.TrimEndingDirectorySeparator(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>C# of the product and of what stands on both sides, tests not included.</summary>
    public static IEnumerable<string> Sources => s_sourceFolders.SelectMany(folder => Files(folder, "*.cs"));

    /// <summary>All files that a person reads, but for what a build makes.</summary>
    public static IEnumerable<string> TextFiles => Directory.EnumerateFiles(Root)
        .Concat(Directory.EnumerateDirectories(Root)
            .Where(folder => !s_otherFolders.Contains(Path.GetFileName(folder)))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        .Where(file => s_textExtensions.Contains(Path.GetExtension(file)));

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories);
}
