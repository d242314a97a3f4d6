namespace Airlock.Vmm.Host;

/// <summary>What may keep the process machine from starting, also where it does start for whoever asks now.</summary>
internal static class TracingFindings
{
    /// <summary>From this yama on, only who has CAP_SYS_PTRACE may trace, and a worker has no capability (Yama.rst).</summary>
    private const int OnlyWithCapability = 2;

    /// <summary>From this on, no file in memory can be executed (sysctl/vm.rst, memfd_noexec).</summary>
    private const int NoneExecutable = 2;

    /// <summary>A setting that this kernel doesn't have forbids nothing.</summary>
    public static IEnumerable<HostFinding> Of(HostFiles files)
    {
        if (files.ReadNumber("proc/sys/kernel/yama/ptrace_scope") is { } scope)
        {
            yield return HostFinding.Wanted(
                "tracing: yama",
                scope < OnlyWithCapability,
                $"{scope}",
                "The process machine needs 0 or 1: sysctl kernel.yama.ptrace_scope=1 (3 stays until the next boot).");
        }

        if (files.ReadNumber("proc/sys/vm/memfd_noexec") is { } noexec)
        {
            yield return HostFinding.Wanted(
                "tracing: memfd_noexec",
                noexec < NoneExecutable,
                $"{noexec}",
                "The process machine starts from a file in memory, so it needs 0 or 1: sysctl vm.memfd_noexec=1.");
        }
    }
}
