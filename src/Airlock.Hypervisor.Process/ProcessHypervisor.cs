using Airlock.Hypervisor.Process.Setup;

namespace Airlock.Hypervisor.Process;

/// <summary>
/// Runs guests without KVM: each as a Linux process that has guest RAM for all its memory and may make no system call.
/// What the guest does with ports and devices traps, and its tracer answers.
/// </summary>
/// <remarks>
/// Needs Linux 5.9, ptrace(2) of a child, seccomp filters, and an x86-64 processor; no rights beyond an ordinary user's.
/// </remarks>
public sealed class ProcessHypervisor : IHypervisor
{
    /// <summary>Made for the first machine: a process that only hands an order on needs none.</summary>
    private StubFile? _stub;

    /// <inheritdoc/>
    public string Name => "process";

    /// <inheritdoc/>
    public IVirtualMachine CreateMachine(GuestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new ProcessMachine(_stub ??= new StubFile(), program);
    }

    /// <inheritdoc/>
    public void Dispose() => _stub?.Dispose();
}
