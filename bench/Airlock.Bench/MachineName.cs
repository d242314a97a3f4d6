using System.Globalization;

namespace Airlock.Bench;

/// <summary>What a figure was measured on, in one line.</summary>
internal static class MachineName
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} processors, Linux {Environment.OSVersion.Version.ToString(3)}");

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
        ?.Split(':', 2)[1].Trim() ?? "x86-64";
}
