using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>Brings a vCPU into the entry state.</summary>
internal static class VcpuSetup
{
    /// <summary>Three pages that KVM wants on Intel processors for its own use, anywhere outside RAM and devices.</summary>
    private const uint TssAddress = 0xfffb_d000;

    public static void Apply(KvmSystem system, KvmVm vm, KvmVcpu vcpu, GuestProgram program)
    {
        if (vm.CheckCapability(KvmCapability.SetTssAddress) != 0)
        {
            vm.SetTssAddress(TssAddress);
        }

        CpuidTable cpuid = system.GetSupportedCpuid();
        GuestCpuid.Restrict(cpuid);
        vcpu.SetCpuid(cpuid);
        KvmSpecialRegisters special = vcpu.GetSpecialRegisters();
        EntryState.Apply(ref special, program.Ring);
        vcpu.SetSpecialRegisters(special);
        vcpu.SetRegisters(EntryState.Registers(program.EntryPoint, program.Ring));
    }
}
