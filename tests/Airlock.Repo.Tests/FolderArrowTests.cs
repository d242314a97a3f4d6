using Microsoft.CodeAnalysis;

namespace Airlock.Repo.Tests;

/// <summary>Airlock.Vmm is one project of many floors: its folders depend on each other one way.</summary>
public class FolderArrowTests
{
    /// <summary>Each uses only what stands behind it.</summary>
    private static readonly string[] s_order =
        ["Jobs", "Workers", "Host", "Machines", "Devices", "Messages", "Stores", "Images", "Results"];

    private static readonly ProjectSources s_sources = new("src/Airlock.Vmm", "Airlock.Vmm");

    public static TheoryData<string> Folders => [.. s_order];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_refers_only_to_those_below_it(string folder)
    {
        int floor = Array.IndexOf(s_order, folder);
        foreach (SyntaxTree file in s_sources.FilesIn(folder))
        {
            foreach ((string target, string place) in s_sources.ReferencesOf(file))
            {
                Assert.True(Array.IndexOf(s_order, target) >= floor, $"{place} must not depend on {target}.");
            }
        }
    }

    [Fact]
    public void References_are_seen_however_they_are_written()
    {
        SyntaxTree file = s_sources.FilesIn("Jobs").Single(tree => Path.GetFileName(tree.FilePath) == "Job.cs");
        string[] seen = [.. s_sources.ReferencesOf(file).Select(reference => reference.Folder).Distinct()];
        Assert.Contains("Results", seen); // by a using directive
        Assert.Contains("Images", seen); // by a qualified name
    }

    [Fact]
    public void Each_folder_has_its_floor_and_no_file_stands_outside() => Assert.Equal(
        s_order.Order(StringComparer.Ordinal),
        s_sources.Files.Select(s_sources.FolderOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_namespace_is_its_folder() => Assert.All(s_sources.Files, file => Assert.Equal(
        [$"Airlock.Vmm.{s_sources.FolderOf(file)}"],
        ProjectSources.NamespacesOf(file)));
}
