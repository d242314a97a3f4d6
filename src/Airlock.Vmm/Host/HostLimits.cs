using System.Globalization;

namespace Airlock.Vmm.Host;

/// <summary>Limits on descriptors, processes and memory: of this process (getrlimit(2)), and of its control groups (cgroups(7)).</summary>
/// <param name="files">The host's.</param>
internal sealed class HostLimits(HostFiles files)
{
    /// <summary>Parent and worker have fewer than a dozen each; the runtime opens some for a moment.</summary>
    private const ulong Descriptors = 32;

    /// <summary>Threads of parent and worker, and the guest's process.</summary>
    private const ulong Tasks = 32;

    /// <summary>A worker with 8 MiB of guest RAM maps less.</summary>
    private const ulong AddressSpace = 128 << 20;

    /// <summary>What parent and worker have resident, and guest RAM.</summary>
    private const ulong Memory = 64 << 20;

    private const string Unlimited = "unlimited";

    public IEnumerable<HostFinding> Findings()
    {
        yield return OfProcess("descriptors", "Max open files", Descriptors, "Raise it: ulimit -n.");
        yield return OfProcess("processes", "Max processes", Tasks, "Raise it: ulimit -u; it counts all threads of the user.");
        yield return OfProcess("address space", "Max address space", AddressSpace, "Raise it: ulimit -v.");
        if (Least("pids", group => Left($"{group}/pids.max", $"{group}/pids.current")) is { } tasks)
        {
            yield return HostFinding.Wanted(
                "limit: tasks of the control group", tasks >= Tasks, $"{tasks} left", "Raise pids.max of the control group, or the container's limit of processes.");
        }

        // Not what is left: the page cache counts as used, and is given back.
        if (Least("memory", group => Number($"{group}/memory.max") ?? Number($"{group}/memory.limit_in_bytes")) is { } memory)
        {
            yield return HostFinding.Wanted(
                "limit: memory of the control group", memory >= Memory, $"{memory >> 20} MiB", "Raise memory.max of the control group, or the container's limit of memory.");
        }
    }

    private HostFinding OfProcess(string what, string name, ulong needed, string advice)
    {
        string line = files.ReadLines("proc/self/limits").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal), string.Empty);
        string soft = line.Length > name.Length ? line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] : Unlimited;
        bool isEnough = !TryParse(soft, out ulong limit) || limit >= needed;
        return HostFinding.Wanted($"limit: {what}", isEnough, soft, advice);
    }

    /// <summary>Of the own control group and those above it; null without limit, or with one that means none (cgroup v1).</summary>
    private ulong? Least(string controller, Func<string, ulong?> limitOf)
    {
        ulong? least = null;
        for (string? folder = GroupFolder(controller); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (limitOf(folder) is { } limit and < long.MaxValue / 2)
            {
                least = Math.Min(limit, least ?? limit);
            }
        }

        return least;
    }

    private ulong? Left(string maximum, string current) => Number(maximum) is { } limit && Number(current) is { } used
        ? limit - Math.Min(used, limit)
        : null;

    private ulong? Number(string path) => TryParse(files.Read(path), out ulong number) ? number : null;

    /// <summary>Version 1 has a hierarchy for each controller, version 2 one for all.</summary>
    private string? GroupFolder(string controller)
    {
        foreach (string line in files.ReadLines("proc/self/cgroup"))
        {
            if (line.Split(':', 3) is [_, var controllers, var path] && (controllers.Length == 0 || controllers.Split(',').Contains(controller)))
            {
                string folder = Path.Combine("sys/fs/cgroup", controllers, path.TrimStart('/')).TrimEnd('/');
                if (files.Exists($"{folder}/cgroup.procs"))
                {
                    return folder;
                }
            }
        }

        return null;
    }

    private static bool TryParse(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
