using System.Globalization;

namespace Airlock.Bench;

/// <summary>Processes as proc(5) shows them. Each may be gone at any time, which is no error.</summary>
internal static class ProcessTree
{
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out int process) ? process : 0)
        .Where(process => process != 0);

    /// <summary>Its children, theirs, and so on.</summary>
    public static IEnumerable<int> DescendantsOf(int process) =>
        ChildrenOf(process).SelectMany(child => DescendantsOf(child).Prepend(child));

    /// <summary>
    /// What it has in memory, in bytes: what it shares with others is divided among them, or, where the kernel tells
    /// that nobody but itself and root, counted in full.
    /// </summary>
    public static long MemoryOf(int process) =>
        1024 * (KiB($"/proc/{process}/smaps_rollup", "Pss:") ?? KiB($"/proc/{process}/status", "VmRSS:") ?? 0);

    public static bool HasMemory(int process) =>
        Read($"/proc/{process}/statm") is { } sizes && !sizes.StartsWith("0 ", StringComparison.Ordinal);

    private static IEnumerable<int> ChildrenOf(int process)
    {
        string threads = $"/proc/{process}/task";
        string[] folders;
        try
        {
            folders = Directory.GetDirectories(threads);
        }
        catch (IOException)
        {
            return [];
        }

        return folders
            .SelectMany(folder => $"{Read(folder + "/children")}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
    }

    private static long? KiB(string path, string name) => Read(path)?.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => (long?)long.Parse(
            line[name.Length..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
