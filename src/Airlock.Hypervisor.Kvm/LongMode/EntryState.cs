using Airlock.Abi.Machine;
using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>The registers that a guest starts with: 64-bit long mode, interrupts off, ring 3 or ring 0.</summary>
internal static class EntryState
{
    private const ulong Cr0 = 1 << 0 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 16 | 1ul << 31; // PE MP ET NE WP PG
    private const ulong Cr4 = 1 << 5 | 1 << 9 | 1 << 10; // PAE OSFXSR OSXMMEXCPT
    private const ulong Efer = 1 << 8 | 1 << 10 | 1 << 11; // LME LMA NXE
    private const ulong FlagsReserved = 1 << 1;
    private const ulong FlagsIopl3 = 3 << 12;

    private const byte CodeExecuteReadAccessed = 11;
    private const byte DataReadWriteAccessed = 3;
    private const byte BusyTss = 11;

    public static KvmRegisters Registers(ulong entryPoint, int ring) => new()
    {
        Rip = entryPoint,
        Rsp = MemoryMap.EntryStackPointer,
        Rdi = MemoryMap.BootConfig,
        Rflags = FlagsReserved | (ring == 3 ? FlagsIopl3 : 0),
    };

    /// <summary>
    /// Changes what the machine defines and keeps the rest as KVM made it. Not so the LDT, which is live after a reset (Intel
    /// SDM 3A, table 10-1: present, base 0, limit 0xffff): all RAM from the VMM's area up to there would be descriptors, and
    /// the processor sets bits in those that it loads, past all page rights.
    /// </summary>
    public static void Apply(ref KvmSpecialRegisters registers, int ring)
    {
        KvmSegment data = Segment(ring == 3 ? Selectors.Ring3Data : Selectors.Ring0Data, ring, DataReadWriteAccessed);
        KvmSegment code = Segment(ring == 3 ? Selectors.Ring3Code : Selectors.Ring0Code, ring, CodeExecuteReadAccessed);
        registers.Cs = code with { LongMode = true, DefaultBig = false };
        registers.Ss = registers.Ds = registers.Es = registers.Fs = registers.Gs = data;
        registers.Gdt = new KvmDescriptorTable { Base = VmmArea.Gdt, Limit = Selectors.GdtLength - 1 };
        registers.Ldt = new KvmSegment { Unusable = true };
        registers.Cr0 = Cr0;
        registers.Cr3 = VmmArea.PageMapLevel4;
        registers.Cr4 = Cr4;
        registers.Efer = Efer;
        registers.Tr = new KvmSegment
        {
            Base = VmmArea.Tss,
            Limit = DescriptorTables.TssLimit,
            Selector = Selectors.Tss,
            Type = BusyTss,
            Present = true,
        };

        // In ring 0 there is no IDT: an exception there is the guest's own affair, and a triple fault without one.
        registers.Idt = ring == 3 ? new KvmDescriptorTable { Base = VmmArea.Idt, Limit = DescriptorTables.IdtLimit } : default;
    }

    private static KvmSegment Segment(ushort selector, int ring, byte type) => new()
    {
        Base = 0,
        Limit = uint.MaxValue,
        Selector = selector,
        Type = type,
        PrivilegeLevel = (byte)ring,
        Present = true,
        CodeOrData = true,
        DefaultBig = true,
        Granularity = true,
    };
}
