namespace Airlock.Vmm.Host;

/// <summary>What guest RAM is made of.</summary>
internal static class MemoryFindings
{
    public static IEnumerable<HostFinding> Of(HostFiles files)
    {
        string hugePages = files.Read("sys/kernel/mm/transparent_hugepage/enabled");
        yield return HostFinding.Wanted(
            "huge pages",
            hugePages.Length > 0 && !hugePages.Contains("[never]", StringComparison.Ordinal),
            hugePages.Length > 0 ? hugePages : "none",
            "Guest RAM is made of small pages, which is a little slower: echo madvise to /sys/kernel/mm/transparent_hugepage/enabled.");
    }
}
