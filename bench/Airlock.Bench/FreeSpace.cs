using System.Globalization;

namespace Airlock.Bench;

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
        long most = drive.DriveFormat == "tmpfs" ? Math.Min(free, SystemState.MemoryInfo("MemAvailable:")) : free;
        long usable = Math.Max(0, most - Reserve);
        return bytes <= usable ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Left out: {bytes:N0} bytes in {folder} are needed, and only {usable:N0} can be used.");
    }
}
