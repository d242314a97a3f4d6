using System.Globalization;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>What this process has in use.</summary>
/// <param name="AddressSpace">Bytes that are mapped.</param>
/// <param name="Memory">Bytes of them that lie in RAM.</param>
internal sealed record ProcessCensus(int Descriptors, int Threads, long AddressSpace, long Memory)
{
    public static ProcessCensus Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // proc_pid_statm(5): size and resident, in pages.
        string[] fields = File.ReadAllText("/proc/self/statm").Split(' ');
        long[] pages = [.. fields.Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        return new ProcessCensus(
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            pages[0] * Environment.SystemPageSize,
            pages[1] * Environment.SystemPageSize);
    }
}
