using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>
/// What a guest isn't told of: virtual machines and enclaves of its own, and what KVM does beyond a processor. CPUID decides
/// what a guest in ring 0 can switch on, and none of it is of use to one.
/// </summary>
internal static class GuestCpuid
{
    // Intel SDM 2A, CPUID; AMD APM 3, E.3 and E.4; Documentation/virt/kvm/x86/cpuid.rst.
    private const uint Features = 1, ExtendedFeatures = 7, Enclaves = 0x12;
    private const uint KvmFeatures = 0x4000_0001;
    private const uint AmdFeatures = 0x8000_0001, AmdVirtualization = 0x8000_000a, AmdEncryption = 0x8000_001f;
    private const uint Vmx = 1 << 5, Svm = 1 << 2, Sgx = 1 << 2, SgxLaunchControl = 1 << 30;

    /// <summary>Takes them away, so that their instructions are undefined (#UD) and their MSRs aren't there (#GP).</summary>
    public static void Restrict(CpuidTable cpuid)
    {
        cpuid.ClearBits(Features, 0, CpuidRegister.Ecx, Vmx);
        cpuid.ClearBits(ExtendedFeatures, 0, CpuidRegister.Ebx, Sgx);
        cpuid.ClearBits(ExtendedFeatures, 0, CpuidRegister.Ecx, SgxLaunchControl);
        cpuid.ClearBits(AmdFeatures, 0, CpuidRegister.Ecx, Svm);
        cpuid.Remove(entry => entry.Function is Enclaves or KvmFeatures or AmdVirtualization or AmdEncryption);
    }
}
