using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>
/// Head of the coalesced ring; kvm_coalesced_mmio entries follow up to the end of the page. The kernel moves
/// <c>last</c>, the program <c>first</c>; they are equal when the ring is empty. KVM API, 4.116.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_coalesced_mmio_ring
{
    internal uint first;
    internal uint last;
}
