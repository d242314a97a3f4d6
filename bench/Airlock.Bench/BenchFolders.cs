namespace Airlock.Bench;

/// <summary>A folder in memory and one on a disk for what the benchmark makes; both are gone afterwards.</summary>
internal sealed class BenchFolders : IDisposable
{
    private const string Prefix = "airlock-bench-";

    /// <exception cref="BenchException">One of them can't be made.</exception>
    public BenchFolders(BenchOptions options)
    {
        Memory = Create(options.Folder);
        try
        {
            Disk = Create(options.Disk);
        }
        catch
        {
            Directory.Delete(Memory);
            throw;
        }
    }

    /// <summary>Path of the one in memory.</summary>
    public string Memory { get; }

    /// <summary>Path of the one on a disk.</summary>
    public string Disk { get; }

    public void Dispose()
    {
        Directory.Delete(Memory, recursive: true);
        Directory.Delete(Disk, recursive: true);
    }

    private static string Create(string parent)
    {
        string path = Path.Combine(parent, Prefix + Path.GetRandomFileName());
        try
        {
            // CreateDirectory would make the parents, too, and nobody would remove them.
            _ = new DirectoryInfo(parent).EnumerateFileSystemInfos().Any();
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"The folder '{parent}' can't be written: name another one.");
        }
    }
}
