using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>Which make of the machine a run gets on this host.</summary>
/// <param name="Kind">KVM or process.</param>
/// <param name="WhyNotKvm">Why it isn't KVM, as a sentence, when that would have been first choice; null otherwise.</param>
public sealed record MachineChoice(MachineKind Kind, string? WhyNotKvm)
{
    /// <summary>Decides: whatever was asked for; with auto, KVM where it can be opened, else the process machine.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="ring">The privilege of the guest: ring 0 is KVM's alone, so auto doesn't fall back then.</param>
    public static MachineChoice For(MachineKind wanted, int ring = 3)
    {
        if (wanted != MachineKind.Auto || ring == 0)
        {
            return new MachineChoice(wanted == MachineKind.Auto ? MachineKind.Kvm : wanted, null);
        }

        MachineChoice choice = Open(wanted, ring, Hypervisors.Open, out IHypervisor hypervisor);
        hypervisor.Dispose();
        return choice;
    }

    /// <summary>Decides, and opens what it came to: once, as that is what decides.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="ring">The privilege of the guest.</param>
    /// <param name="open">Opens one make.</param>
    /// <param name="hypervisor">Owned by the caller.</param>
    /// <exception cref="HostException">This host doesn't have it.</exception>
    internal static MachineChoice Open(
        MachineKind wanted, int ring, Func<MachineKind, IHypervisor> open, out IHypervisor hypervisor)
    {
        MachineKind first = wanted == MachineKind.Auto ? MachineKind.Kvm : wanted;
        try
        {
            hypervisor = open(first);
            return new MachineChoice(first, null);
        }
        catch (HostException e) when (wanted == MachineKind.Auto && ring != 0)
        {
            hypervisor = open(MachineKind.Process);
            return new MachineChoice(MachineKind.Process, e.Message);
        }
    }
}
