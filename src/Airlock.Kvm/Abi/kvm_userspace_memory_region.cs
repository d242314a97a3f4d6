using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>Argument of KVM_SET_USER_MEMORY_REGION. KVM API, 4.35.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_userspace_memory_region
{
    internal const uint KVM_MEM_READONLY = 1 << 1;

    internal uint slot;
    internal uint flags;
    internal ulong guest_phys_addr;
    internal ulong memory_size;
    internal ulong userspace_addr;
}
