namespace Airlock.Vmm.Tests.Stores;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("airlock-test-").FullName;

    /// <summary>Names of all that lies in it, hidden files included, sorted.</summary>
    public string[] Names =>
    [
        .. Directory.EnumerateFileSystemEntries(Root)
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public string Link(string name, string target)
    {
        File.CreateSymbolicLink(PathOf(name), target);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
