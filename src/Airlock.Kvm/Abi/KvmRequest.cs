using static Airlock.Kvm.Abi.IoctlNumber;

namespace Airlock.Kvm.Abi;

/// <summary>The ioctl numbers of linux/kvm.h, under the names they have there.</summary>
internal static class KvmRequest
{
    /// <summary>The only version of the API since Linux 2.6.22. KVM API, 4.1.</summary>
    internal const int KVM_API_VERSION = 12;

    private const byte KVMIO = 0xae;

    // On /dev/kvm
    internal static nuint KVM_GET_API_VERSION => IO(KVMIO, 0x00);
    internal static nuint KVM_CREATE_VM => IO(KVMIO, 0x01);
    internal static nuint KVM_CHECK_EXTENSION => IO(KVMIO, 0x03);
    internal static nuint KVM_GET_VCPU_MMAP_SIZE => IO(KVMIO, 0x04);
    internal static nuint KVM_GET_SUPPORTED_CPUID => IOWR<kvm_cpuid2>(KVMIO, 0x05);

    // On a VM
    internal static nuint KVM_CREATE_VCPU => IO(KVMIO, 0x41);
    internal static nuint KVM_SET_USER_MEMORY_REGION => IOW<kvm_userspace_memory_region>(KVMIO, 0x46);
    internal static nuint KVM_SET_TSS_ADDR => IO(KVMIO, 0x47);
    internal static nuint KVM_REGISTER_COALESCED_MMIO => IOW<kvm_coalesced_mmio_zone>(KVMIO, 0x67);
    internal static nuint KVM_UNREGISTER_COALESCED_MMIO => IOW<kvm_coalesced_mmio_zone>(KVMIO, 0x68);
    internal static nuint KVM_IOEVENTFD => IOW<kvm_ioeventfd>(KVMIO, 0x79);

    // On a vCPU
    internal static nuint KVM_RUN => IO(KVMIO, 0x80);
    internal static nuint KVM_GET_REGS => IOR<KvmRegisters>(KVMIO, 0x81);
    internal static nuint KVM_SET_REGS => IOW<KvmRegisters>(KVMIO, 0x82);
    internal static nuint KVM_GET_SREGS => IOR<KvmSpecialRegisters>(KVMIO, 0x83);
    internal static nuint KVM_SET_SREGS => IOW<KvmSpecialRegisters>(KVMIO, 0x84);
    internal static nuint KVM_GET_FPU => IOR<KvmFpu>(KVMIO, 0x8c);
    internal static nuint KVM_SET_FPU => IOW<KvmFpu>(KVMIO, 0x8d);
    internal static nuint KVM_SET_CPUID2 => IOW<kvm_cpuid2>(KVMIO, 0x90);
    internal static nuint KVM_GET_CPUID2 => IOWR<kvm_cpuid2>(KVMIO, 0x91);
    internal static nuint KVM_GET_XCRS => IOR<kvm_xcrs>(KVMIO, 0xa6);
    internal static nuint KVM_SET_XCRS => IOW<kvm_xcrs>(KVMIO, 0xa7);
}
