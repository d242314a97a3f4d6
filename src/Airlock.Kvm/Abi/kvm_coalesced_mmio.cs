using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>One buffered write in the coalesced ring. KVM API, 4.116.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_coalesced_mmio
{
    internal ulong phys_addr;
    internal uint len;
    internal uint pio;
    internal ulong data;
}
