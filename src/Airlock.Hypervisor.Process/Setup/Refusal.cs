using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Setup;

/// <summary>What to say when this host lets no guest be a process.</summary>
internal static class Refusal
{
    private const string Alternative = "or run where /dev/kvm is";

    private const string Ptrace =
        $"the host forbids ptrace(2); see kernel.yama.ptrace_scope (3 forbids it to everybody, 2 to all without CAP_SYS_PTRACE) and the container's seccomp profile, {Alternative}";

    /// <summary>The stub can't be made or started.</summary>
    public static HostException OfProgram(string call, int errno) => new(
        $"The guest's process can't be started ({call}: {Errno.Name(errno)}): {ReasonOf(errno)}.");

    /// <summary>The stub ended before the guest was there.</summary>
    public static HostException OfSetup(WaitStatus end) => new(
        $"The guest's process can't be set up: {ReasonOf(end)}.");

    /// <summary>The stub is there, and can't be traced as it has to be.</summary>
    public static HostException OfTracing() => new($"The guest's process can't be set up: {Ptrace}.");

    /// <summary>The stub did what it never does.</summary>
    public static HostException OfFault(int signal, ulong instructionPointer) => new(
        $"The guest's process can't be set up: it got signal {signal} at 0x{instructionPointer:x}. This is a bug in airlock; please report it.");

    private static string ReasonOf(int errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM =>
            $"the host forbids programs that lie in memory; set vm.memfd_noexec to 0 or 1 and let the security module allow it, {Alternative}",
        Errno.ENOENT => $"/proc has to be mounted; mount it, {Alternative}",
        _ => Errno.Shortage(errno) ?? $"the kernel refuses it; allow it, {Alternative}",
    };

    private static string ReasonOf(WaitStatus end) => end.EndSignal switch
    {
        0 => ReasonOf((SetupStep)end.ExitCode),
        LibC.SIGSYS => Ptrace,
        LibC.SIGKILL => "it was killed, by somebody or for want of memory; try again",
        int signal => $"signal {signal} ended it; try again",
    };

    private static string ReasonOf(SetupStep step) => step switch
    {
        SetupStep.AskToBeTraced => Ptrace,
        SetupStep.EndWithParent => "the process that started it is gone",
        SetupStep.MapOrders or SetupStep.MapMemory =>
            $"guest RAM can't be mapped from 0x10000 on; see vm.mmap_min_addr (65536 at most) and ulimit -v, {Alternative}",
        SetupStep.CloseDescriptors => $"close_range(2) is missing; Linux 5.9 or later is needed, {Alternative}",
        SetupStep.RefuseSystemCalls => $"the kernel takes no seccomp filter; CONFIG_SECCOMP_FILTER is needed, {Alternative}",
        _ => $"the kernel refuses step {(int)step} ({step}); allow it, {Alternative}",
    };
}
