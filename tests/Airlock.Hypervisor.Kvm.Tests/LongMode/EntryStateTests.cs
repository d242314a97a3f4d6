using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>The entry state of the contract, in numbers.</summary>
public class EntryStateTests
{
    [Theory]
    [InlineData(3, 0x3002)]
    [InlineData(0, 0x0002)]
    public void All_registers_are_zero_but_for_the_contracts(int ring, ulong flags) => Assert.Equal(
        new KvmRegisters { Rip = 0x1_0000, Rsp = 0x2_fff8, Rdi = 0xf000, Rflags = flags },
        EntryState.Registers(0x1_0000, ring));

    [Theory]
    [InlineData(3, 0x23, 0x1b)]
    [InlineData(0, 0x08, 0x10)]
    public void The_selectors_are_those_of_the_ring(int ring, ushort code, ushort data)
    {
        KvmSpecialRegisters registers = Apply(ring);
        Assert.Equal(code, registers.Cs.Selector);
        Assert.True(registers.Cs.LongMode);
        Assert.All(
            [registers.Ss, registers.Ds, registers.Es, registers.Fs, registers.Gs],
            segment => Assert.Equal(data, segment.Selector));
        Assert.Equal(0x28, registers.Tr.Selector);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Long_mode_SSE_and_no_execute_are_on(int ring)
    {
        KvmSpecialRegisters registers = Apply(ring);
        Assert.Equal(0x8001_0033ul, registers.Cr0); // PE MP ET NE WP PG
        Assert.Equal(0x620ul, registers.Cr4); // PAE OSFXSR OSXMMEXCPT
        Assert.Equal(0xd00ul, registers.Efer); // LME LMA NXE
        Assert.Equal(0x2000ul, registers.Cr3);
    }

    [Fact]
    public void Ring_3_has_the_tables_of_the_VMM()
    {
        KvmSpecialRegisters registers = Apply(3);
        Assert.Equal(new KvmDescriptorTable { Base = 0x1000, Limit = 0x37 }, registers.Gdt);
        Assert.Equal(new KvmDescriptorTable { Base = 0x1200, Limit = 0x1ff }, registers.Idt);
    }

    /// <summary>After a reset it is present, at 0, and 64 KiB long: the VMM's own area would be a table of descriptors.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void There_is_no_LDT(int ring)
    {
        var registers = new KvmSpecialRegisters { Ldt = new KvmSegment { Limit = 0xffff, Type = 2, Present = true } };
        EntryState.Apply(ref registers, ring);
        Assert.Equal(new KvmSegment { Unusable = true }, registers.Ldt);
    }

    [Fact]
    public void Ring_0_has_no_IDT() => Assert.Equal(default, Apply(0).Idt);

    [Fact]
    public void What_the_machine_does_not_define_stays_as_KVM_made_it()
    {
        var registers = new KvmSpecialRegisters { ApicBase = 0xfee0_0900, Cr2 = 1, Cr8 = 2 };
        EntryState.Apply(ref registers, 3);
        Assert.Equal(0xfee0_0900ul, registers.ApicBase);
        Assert.Equal(1ul, registers.Cr2);
        Assert.Equal(2ul, registers.Cr8);
    }

    private static KvmSpecialRegisters Apply(int ring)
    {
        KvmSpecialRegisters registers = default;
        EntryState.Apply(ref registers, ring);
        return registers;
    }
}
