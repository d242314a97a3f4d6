using System.Globalization;

namespace Airlock.Cli.Benchmarking;

/// <summary>Whether files fit into a folder. One in memory is bounded by the machine's free memory, too.</summary>
internal static class FreeSpace
{
    /// <summary>Left free for the rest of the machine.</summary>
    private const long Reserve = 1L << 30;

    /// <summary>A sentence about why <paramref name="bytes"/> more don't fit, or null.</summary>
    public static string? Lack(string folder, long bytes)
    {
        var drive = new DriveInfo(folder);
        long free = drive.AvailableFreeSpace;
        long usable = Math.Max(0, (drive.DriveFormat == "tmpfs" ? Math.Min(free, AvailableMemory()) : free) - Reserve);
        return bytes <= usable ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes:N0} bytes in {folder} are needed, and only {usable:N0} can be used.");
    }

    /// <summary>MemAvailable of proc_meminfo(5), in bytes.</summary>
    private static long AvailableMemory()
    {
        const string name = "MemAvailable:";
        string? line = File.ReadLines("/proc/meminfo")
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? long.MaxValue : 1024 * long.Parse(
            line[name.Length..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
