namespace Airlock.Bench;

/// <summary>Where the rivals lie that are installed here.</summary>
internal static class InstalledPrograms
{
    private static readonly string[] s_folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The program's path, or null.</summary>
    public static string? Find(string name) =>
        s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="BenchException">It isn't installed, and nothing can be compared without it.</exception>
    public static string Require(string name) =>
        Find(name) ?? throw new BenchException($"'{name}' isn't installed, and everything is compared with it.");

    /// <summary>Adds a rival that may be missing here.</summary>
    public static void AddIfInstalled(
        this List<Contestant> contestants, string name, string program, params string[] arguments)
    {
        if (Find(program) is { } path)
        {
            contestants.Add(new Contestant(name, [path, .. arguments]));
        }
    }
}
