using Airlock.Hypervisor.Kvm;
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
        if (wanted != MachineKind.Auto)
        {
            return new MachineChoice(wanted, null);
        }

        try
        {
            using KvmHypervisor kvm = KvmHypervisor.Open();
            return new MachineChoice(MachineKind.Kvm, null);
        }
        catch (HostException e)
        {
            return ring == 0 ? new MachineChoice(MachineKind.Kvm, null) : new MachineChoice(MachineKind.Process, e.Message);
        }
    }
}
