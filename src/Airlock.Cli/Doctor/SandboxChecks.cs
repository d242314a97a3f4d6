using Airlock.Sandbox;

namespace Airlock.Cli.Doctor;

/// <summary>What there is to confine the worker with.</summary>
internal static class SandboxChecks
{
    public static IEnumerable<Finding> Run()
    {
        yield return Finding.Needed(
            "seccomp", SandboxSupport.HasSeccomp, "yes", "the kernel has none", "Use a kernel with CONFIG_SECCOMP_FILTER, or --no-sandbox.");
        yield return Finding.Needed(
            "libseccomp", SandboxSupport.HasLibseccomp, "libseccomp.so.2", "missing", "Install it (Debian: apt-get install libseccomp2), or use --no-sandbox.");
        int landlock = SandboxSupport.LandlockVersion;
        yield return Finding.Wanted(
            "Landlock",
            landlock > 0,
            $"version {landlock}",
            "none",
            "Linux 5.13 or later, with landlock in the boot parameter lsm=; without it, seccomp alone keeps the worker from files.");
    }
}
