using System.Xml.Linq;

namespace Airlock.Repo.Tests;

/// <summary>Dependencies point one way (CONTRIBUTING.md, layout); this is the whole list of allowed arrows.</summary>
public class ArrowTests
{
    private static readonly string[] s_folders = ["src", "guest", "bench", "samples"];

    private static readonly string[] s_referringElements =
        ["ProjectReference", "Compile", "Protobuf", "AdditionalFiles", "Import"];

    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["src/Airlock.Kvm"] = ["src/Interop"],
        ["src/Airlock.Memory"] = ["src/Interop"],
        ["src/Airlock.Sandbox"] = ["src/Interop"],
        ["src/Airlock.Virtio"] = ["src/Airlock.Memory", "abi/Virtio"],
        ["src/Airlock.Protocol"] = ["abi/Wire", "proto"],
        ["src/Airlock.Hypervisor"] = ["src/Airlock.Memory", "abi/Machine"],
        ["src/Airlock.Hypervisor.Kvm"] = ["src/Airlock.Hypervisor", "src/Airlock.Kvm", "src/Airlock.Memory"],
        ["src/Airlock.Hypervisor.Process"] = ["src/Airlock.Hypervisor", "src/Airlock.Memory", "src/Interop"],
        ["src/Airlock.Vmm"] =
        [
            "src/Airlock.Hypervisor", "src/Airlock.Hypervisor.Kvm", "src/Airlock.Hypervisor.Process", "src/Airlock.Memory",
            "src/Airlock.Sandbox", "src/Airlock.Virtio", "src/Airlock.Protocol", "src/Interop", "guest/Copy", "guest/Image",
            "abi/Images",
        ],
        ["src/Airlock.Cli"] =
        [
            "src/Airlock.Vmm", "src/Airlock.Protocol", "src/Interop", "guest/Copy", "guest/Image",
        ],
        ["bench/Airlock.Bench"] = ["src/Interop"],
        ["bench/Airlock.Benchmarks"] =
        [
            "bench/Airlock.Bench", "src/Airlock.Protocol", "src/Airlock.Virtio", "tests/Airlock.Testing", "tests/Airlock.Guest.Hosted",
            "guest/Airlock.Guest/Messages", "guest/Airlock.Guest.Kit/Generator", "abi/Wire", "proto",
        ],
        ["bench/Rivals/Empty"] = [],
        ["bench/Rivals/Hello"] = [],
        ["samples/Hello"] = ["guest/Airlock.Guest.Kit"], // as anybody's guest
        ["samples/Sieve"] = ["guest/Airlock.Guest.Kit"],
        ["samples/Unpack"] = ["guest/Airlock.Guest.Kit", "guest/Airlock.Guest.Compression"],
        ["guest/Airlock.Guest.Kit/Analyzer"] = [],
        ["guest/Airlock.Guest.Kit/Generator"] = [],
        ["guest/Airlock.Guest.CoreLib"] = ["guest/Airlock.Guest.Kit/Airlock.Guest.Language.props"], // compiler settings
        ["guest/Airlock.Guest"] =
        [
            "guest/Airlock.Guest.CoreLib", "guest/Airlock.Guest.Kit",
            "abi/Machine", "abi/Virtio", "abi/Wire", "proto",
        ],
        ["guest/Airlock.Guest.Formats"] =
        [
            "guest/Airlock.Guest", "guest/Airlock.Guest.CoreLib",
            "guest/Airlock.Guest.Kit/Airlock.Guest.Language.props", // compiler settings
            "abi/Images",
        ],
        ["guest/Airlock.Guest.Compression"] =
            ["guest/Airlock.Guest.CoreLib", "guest/Airlock.Guest.Kit/Airlock.Guest.Language.props"],
        ["guest/Copy"] =
        [
            "guest/Airlock.Guest", "guest/Airlock.Guest.CoreLib", "guest/Airlock.Guest.Kit",
            "abi/Machine", "abi/Virtio", "abi/Wire",
        ],
        ["guest/Image"] =
        [
            "guest/Airlock.Guest", "guest/Airlock.Guest.CoreLib", "guest/Airlock.Guest.Kit", "guest/Airlock.Guest.Formats",
            "guest/Airlock.Guest.Compression",
            "abi/Machine", "abi/Virtio", "abi/Wire",
        ],
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_lies_below_it(string project)
    {
        string file = Assert.Single(Directory.GetFiles(Repository.PathOf(project), "*.csproj"));
        foreach (string target in TargetsOf(file))
        {
            Assert.True(
                target.StartsWith(project, StringComparison.Ordinal)
                || s_allowed[project].Any(path => (target + "/").StartsWith(path + "/", StringComparison.Ordinal)),
                $"{project} must not depend on {target}.");
        }
    }

    [Fact]
    public void Every_project_but_tests_is_in_the_list() => Assert.Equal(
        s_folders.SelectMany(folder => Repository.Files(folder, "*.csproj"))
            .Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal),
        s_allowed.Keys.Order(StringComparer.Ordinal));

    /// <summary>Repository-relative paths of referenced projects and linked sources.</summary>
    private static IEnumerable<string> TargetsOf(string projectFile)
    {
        string folder = Path.GetDirectoryName(projectFile)!;
        return XDocument.Load(projectFile).Descendants()
            .Where(element => s_referringElements.Contains(element.Name.LocalName))
            .Select(element => (string?)element.Attribute("Include") ?? (string?)element.Attribute("Project"))
            .SelectMany(paths => paths?.Split(';') ?? [])
            .Where(path => path.Length > 0 && !path.StartsWith("Sdk", StringComparison.Ordinal))
            .Select(path => path.Replace("$(RepositoryRoot)", Repository.Root + "/", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, path))));
    }
}
