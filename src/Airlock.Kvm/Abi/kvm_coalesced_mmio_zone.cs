using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>Argument of KVM_(UN)REGISTER_COALESCED_MMIO. KVM API, 4.116.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_coalesced_mmio_zone
{
    internal ulong addr;
    internal uint size;
    internal uint pio;
}
