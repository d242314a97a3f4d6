using System.Buffers.Binary;
using Airlock.Kvm.Tests.Guests;

namespace Airlock.Kvm.Tests;

public class RegisterTests
{
    [SkippableFact]
    public void General_registers_come_back_as_set()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        KvmRegisters registers = new() { Rax = 1, Rdi = 0xf000, R15 = ulong.MaxValue, Rip = 0x1000, Rflags = 2 };
        guest.Vcpu.SetRegisters(registers);
        Assert.Equal(registers, guest.Vcpu.GetRegisters());
    }

    [SkippableFact]
    public void Special_registers_come_back_as_set()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        KvmSpecialRegisters special = guest.Vcpu.GetSpecialRegisters();
        special.Gdt = new KvmDescriptorTable { Base = 0x4000, Limit = 0x2f };
        special.Es = special.Es with { Base = 0x30000, Selector = 0x3000 };
        guest.Vcpu.SetSpecialRegisters(special);

        KvmSpecialRegisters read = guest.Vcpu.GetSpecialRegisters();
        Assert.Equal(special.Gdt, read.Gdt);
        Assert.Equal(0x30000ul, read.Es.Base);
        Assert.Equal(special.Cs, read.Cs);
        Assert.Equal(special.Cr0, read.Cr0);
    }

    [SkippableFact]
    public void Floating_point_state_comes_back_as_set()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        KvmFpu fpu = guest.Vcpu.GetFpu();
        fpu.ControlWord = 0x27f;
        fpu.XmmRegisters[17] = 0xab;
        guest.Vcpu.SetFpu(fpu);

        KvmFpu read = guest.Vcpu.GetFpu();
        Assert.Equal(0x27f, read.ControlWord);
        Assert.Equal(0xab, read.XmmRegisters[17]);
    }

    [SkippableFact]
    public void The_extended_control_register_comes_back_as_set()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        Skip.If(guest.System.CheckCapability(KvmCapability.Xcrs) == 0, "KVM_CAP_XCRS is missing here.");
        guest.Vcpu.SetCpuid(guest.System.GetSupportedCpuid());
        guest.Vcpu.SetXcr0(3); // x87 and SSE
        Assert.Equal(3ul, guest.Vcpu.GetXcr0());
    }

    [SkippableFact]
    public void A_guest_sees_the_features_that_were_left_to_it()
    {
        const uint Cmpxchg16B = 1u << 13; // Intel SDM volume 2, CPUID, table 3-10
        const uint Hypervisor = 1u << 31;
        using TinyGuest guest = new(GuestCode.ShowFeatures);
        CpuidTable cpuid = guest.System.GetSupportedCpuid();
        uint before = Leaf1(cpuid).Ecx;
        Skip.If((before & Cmpxchg16B) == 0, "This host has no CMPXCHG16B to hide.");
        cpuid.ClearBits(1, 0, CpuidRegister.Ecx, Cmpxchg16B);
        guest.Vcpu.SetCpuid(cpuid);

        Assert.Equal(0u, Leaf1(guest.Vcpu.GetCpuid()).Ecx & Cmpxchg16B);
        uint seen = BinaryPrimitives.ReadUInt32LittleEndian(guest.Vcpu.Run().Io.Data);
        Assert.Equal(0u, seen & Cmpxchg16B);
        Assert.Equal(before & Hypervisor, seen & Hypervisor);
    }

    [Fact]
    public void Entries_can_be_removed_from_a_cpuid_table()
    {
        CpuidTable table = new([new() { Function = 0 }, new() { Function = 0xd, Index = 1 }, new() { Function = 7 }]);
        table.Remove(entry => entry.Function == 0xd);
        Assert.Equal([0u, 7u], table.Entries.ToArray().Select(entry => entry.Function));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.ClearBits(7, 0, (CpuidRegister)9, 1));
    }

    private static CpuidEntry Leaf1(CpuidTable table) =>
        Assert.Single(table.Entries.ToArray(), entry => entry.Function == 1);
}
