namespace Airlock.Kvm;

/// <summary>
/// What KVM may or may not offer, by its number in linux/kvm.h; any other number may be cast to this type.
/// KVM API, 4.4 (KVM_CHECK_EXTENSION), and sections 6 to 8.
/// </summary>
public enum KvmCapability
{
    /// <summary>KVM_CAP_USER_MEMORY: memory regions backed by the program's memory. KVM API, 4.35.</summary>
    UserMemory = 3,

    /// <summary>KVM_CAP_SET_TSS_ADDR: room for Intel's real-mode TSS. KVM API, 4.36.</summary>
    SetTssAddress = 4,

    /// <summary>KVM_CAP_EXT_CPUID: KVM_SET_CPUID2 and KVM_GET_SUPPORTED_CPUID. KVM API, 4.20, 4.46.</summary>
    ExtendedCpuid = 7,

    /// <summary>KVM_CAP_NR_VCPUS: the recommended maximum of vCPUs.</summary>
    RecommendedVcpus = 9,

    /// <summary>KVM_CAP_NR_MEMSLOTS: how many memory regions a VM can have.</summary>
    MemorySlots = 10,

    /// <summary>KVM_CAP_COALESCED_MMIO: the page offset of the ring in the vCPU mapping. KVM API, 4.116.</summary>
    CoalescedMmio = 15,

    /// <summary>KVM_CAP_SYNC_MMU: changes to the program's mappings show in the guest.</summary>
    SyncMmu = 16,

    /// <summary>KVM_CAP_IRQFD. KVM API, 4.75.</summary>
    IrqFd = 32,

    /// <summary>KVM_CAP_IOEVENTFD. KVM API, 4.59.</summary>
    IoEventFd = 36,

    /// <summary>KVM_CAP_XSAVE. KVM API, 4.42.</summary>
    XSave = 55,

    /// <summary>KVM_CAP_XCRS: extended control registers. KVM API, 4.44.</summary>
    Xcrs = 56,

    /// <summary>KVM_CAP_MAX_VCPUS: the most vCPUs that a VM can have.</summary>
    MaxVcpus = 66,

    /// <summary>KVM_CAP_READONLY_MEM: memory regions that the guest can't write. KVM API, 4.35.</summary>
    ReadOnlyMemory = 81,

    /// <summary>KVM_CAP_IOEVENTFD_ANY_LENGTH: event descriptors for accesses of any width. KVM API, 4.59.</summary>
    IoEventFdAnyLength = 122,

    /// <summary>KVM_CAP_IMMEDIATE_EXIT: kvm_run.immediate_exit. KVM API, 5 and 8.</summary>
    ImmediateExit = 136,

    /// <summary>KVM_CAP_X86_DISABLE_EXITS. KVM API, 7.13.</summary>
    DisableExits = 143,

    /// <summary>KVM_CAP_COALESCED_PIO: the coalesced ring takes port writes too. KVM API, 4.116.</summary>
    CoalescedPio = 162,
}
