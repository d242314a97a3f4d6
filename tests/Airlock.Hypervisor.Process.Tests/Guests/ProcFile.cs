namespace Airlock.Hypervisor.Process.Tests.Guests;

/// <summary>What /proc shows of a process (proc(5)).</summary>
internal static class ProcFile
{
    /// <summary>The value of one line of its status.</summary>
    public static string Status(int process, string name) => File.ReadLines($"/proc/{process}/status")
        .Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    /// <summary>Address, rights and name of each mapping.</summary>
    public static IEnumerable<(string Range, string Rights, string Name)> Maps(int process) =>
        File.ReadAllLines($"/proc/{process}/maps").Select(line =>
        {
            string[] parts = line.Split(' ', 6);
            return (parts[0], parts[1], parts[^1].Trim());
        });

    public static bool Exists(int process) => Directory.Exists($"/proc/{process}") && Status(process, "State")[0] is not ('Z' or 'X');
}
