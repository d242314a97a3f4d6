using System.Globalization;

namespace Airlock.Bench;

/// <summary>What the whole computer has in use; others that are busy on it change it, too.</summary>
/// <param name="Processes">With memory of their own, so neither threads of the kernel nor zombies.</param>
/// <param name="OpenFiles">Handles that the kernel has allocated, file-nr of proc_sys_fs(5).</param>
/// <param name="UsedBytes">Memory that isn't available to a new program.</param>
internal sealed record SystemState(int Processes, long OpenFiles, long UsedBytes)
{
    public static SystemState Now() => new(
        ProcessTree.All().Count(ProcessTree.HasMemory),
        long.Parse(File.ReadAllText("/proc/sys/fs/file-nr").Split('\t')[0], CultureInfo.InvariantCulture),
        MemoryInfo("MemTotal:") - MemoryInfo("MemAvailable:"));

    /// <summary>A line of proc_meminfo(5), in bytes.</summary>
    public static long MemoryInfo(string name)
    {
        string line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line[name.Length..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
