using Airlock.Hypervisor.Kvm;
using Airlock.Memory;

namespace Airlock.Vmm.Host;

/// <summary>What KVM offers here.</summary>
internal static class KvmFindings
{
    /// <summary>Nothing where it can't be opened: starting a machine has told why.</summary>
    public static IEnumerable<HostFinding> Of(KvmDiagnosis diagnosis)
    {
        try
        {
            using KvmHypervisor kvm = KvmHypervisor.Open();
            return
            [
                HostFinding.Ok("KVM", $"/dev/kvm can be opened; {diagnosis.KindOfHost}"),
                OfCapability("IoEventFd", kvm.HasIoEvents, "Each request costs an exit to user space; a newer kernel saves it."),
                OfCapability("CoalescedPio", kvm.CollectsPorts, "Each byte on a serial port costs an exit; use --transport shared."),
            ];
        }
        catch (HostException)
        {
            return [];
        }
    }

    private static HostFinding OfCapability(string name, bool isThere, string advice) =>
        HostFinding.Wanted($"KVM: {name}", isThere, isThere ? "yes" : "no", advice);
}
