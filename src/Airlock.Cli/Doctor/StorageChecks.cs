using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli.Doctor;

/// <summary>What memory and the current folder offer.</summary>
internal static class StorageChecks
{
    public static IEnumerable<Finding> Run()
    {
        string hugePages = HostFile.Read("/sys/kernel/mm/transparent_hugepage/enabled");
        yield return Finding.Wanted(
            "huge pages",
            hugePages.Length > 0 && !hugePages.Contains("[never]", StringComparison.Ordinal),
            hugePages,
            hugePages.Length > 0 ? hugePages : "none",
            "Guest RAM is made of small pages, which is a little slower: echo madvise to /sys/kernel/mm/transparent_hugepage/enabled.");
        yield return Finding.Wanted(
            "nameless files here",
            HasNamelessFiles(),
            "yes (O_TMPFILE)",
            "no",
            "Outputs in this folder are written under a hidden name, which is left behind if airlock is killed.");
    }

    private static bool HasNamelessFiles()
    {
        const uint ownerOnly = 0x180; // 0600
        using var file = new SafeFileHandle(LibC.open(".", LibC.O_TMPFILE | LibC.O_RDWR | LibC.O_CLOEXEC, ownerOnly), ownsHandle: true);
        return !file.IsInvalid;
    }
}
