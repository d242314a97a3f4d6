using Airlock.Sandbox;

namespace Airlock.Vmm.Host;

/// <summary>What there is to confine the worker with.</summary>
internal static class SandboxFindings
{
    public static IEnumerable<HostFinding> OfHost() =>
        Of(SandboxSupport.HasSeccomp, SandboxSupport.HasLibseccomp, SandboxSupport.LandlockVersion);

    internal static IEnumerable<HostFinding> Of(bool hasSeccomp, bool hasLibseccomp, int landlock) =>
    [
        HostFinding.Needed(
            "seccomp", hasSeccomp, hasSeccomp ? "yes" : "the kernel has none", "Use a kernel with CONFIG_SECCOMP_FILTER, or --no-sandbox."),
        HostFinding.Needed(
            "libseccomp",
            hasLibseccomp,
            hasLibseccomp ? "libseccomp.so.2" : "missing",
            "Install it (Debian: apt-get install libseccomp2), or use --no-sandbox."),
        HostFinding.Wanted(
            "Landlock",
            landlock > 0,
            landlock > 0 ? $"version {landlock}" : "none",
            "Linux 5.13 or later, with landlock in the boot parameter lsm=; without it, seccomp alone keeps the worker from files."),
    ];
}
