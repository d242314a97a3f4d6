using System.Xml.Linq;

namespace Airlock.Repo.Tests;

/// <summary>A test project that the solution doesn't name would never run.</summary>
public class SolutionTests
{
    private static readonly string[] s_projects =
    [
        .. XDocument.Load(Repository.PathOf("Airlock.slnx")).Descendants("Project")
            .Select(project => (string)project.Attribute("Path")!),
    ];

    [Fact]
    public void Every_test_project_is_in_the_solution() => Assert.All(
        Repository.Files("tests", "*.csproj"),
        file => Assert.Contains(Path.GetRelativePath(Repository.Root, file), s_projects));

    [Fact]
    public void Every_library_is_in_the_solution() => Assert.All(
        Repository.Files("src", "*.csproj"),
        file => Assert.Contains(Path.GetRelativePath(Repository.Root, file), s_projects));

    [Fact]
    public void Every_project_of_the_solution_exists() =>
        Assert.All(s_projects, path => Assert.True(File.Exists(Repository.PathOf(path)), $"{path} is missing."));
}
