namespace Airlock.Kvm.Tests.Abi;

/// <summary>Register structs of asm/kvm.h, which the public types are laid out like.</summary>
public class RegisterAbiTests
{
    private const string Regs = "struct kvm_regs";
    private const string Sregs = "struct kvm_sregs";
    private const string Segment = "struct kvm_segment";
    private const string Dtable = "struct kvm_dtable";
    private const string Fpu = "struct kvm_fpu";

    private static CAssertions Kvm => new CAssertions().Include("linux/kvm.h");

    [SkippableFact]
    public void General_registers_are_the_header_s() => Kvm
        .Size<KvmRegisters>(Regs)
        .Member(Regs, "rax", (ref KvmRegisters r) => r.Rax = ~0ul)
        .Member(Regs, "rbx", (ref KvmRegisters r) => r.Rbx = ~0ul)
        .Member(Regs, "rcx", (ref KvmRegisters r) => r.Rcx = ~0ul)
        .Member(Regs, "rdx", (ref KvmRegisters r) => r.Rdx = ~0ul)
        .Member(Regs, "rsi", (ref KvmRegisters r) => r.Rsi = ~0ul)
        .Member(Regs, "rdi", (ref KvmRegisters r) => r.Rdi = ~0ul)
        .Member(Regs, "rsp", (ref KvmRegisters r) => r.Rsp = ~0ul)
        .Member(Regs, "rbp", (ref KvmRegisters r) => r.Rbp = ~0ul)
        .Member(Regs, "r8", (ref KvmRegisters r) => r.R8 = ~0ul)
        .Member(Regs, "r9", (ref KvmRegisters r) => r.R9 = ~0ul)
        .Member(Regs, "r10", (ref KvmRegisters r) => r.R10 = ~0ul)
        .Member(Regs, "r11", (ref KvmRegisters r) => r.R11 = ~0ul)
        .Member(Regs, "r12", (ref KvmRegisters r) => r.R12 = ~0ul)
        .Member(Regs, "r13", (ref KvmRegisters r) => r.R13 = ~0ul)
        .Member(Regs, "r14", (ref KvmRegisters r) => r.R14 = ~0ul)
        .Member(Regs, "r15", (ref KvmRegisters r) => r.R15 = ~0ul)
        .Member(Regs, "rip", (ref KvmRegisters r) => r.Rip = ~0ul)
        .Member(Regs, "rflags", (ref KvmRegisters r) => r.Rflags = ~0ul)
        .Check();

    [SkippableFact]
    public void Segments_and_tables_are_the_header_s() => Kvm
        .Size<KvmSegment>(Segment)
        .Member(Segment, "base", (ref KvmSegment r) => r.Base = ~0ul)
        .Member(Segment, "limit", (ref KvmSegment r) => r.Limit = ~0u)
        .Member(Segment, "selector", (ref KvmSegment r) => r.Selector = ushort.MaxValue)
        .Member(Segment, "type", (ref KvmSegment r) => r.Type = 255)
        .Member(Segment, "present", (ref KvmSegment r) => r.Present = true)
        .Member(Segment, "dpl", (ref KvmSegment r) => r.PrivilegeLevel = 255)
        .Member(Segment, "db", (ref KvmSegment r) => r.DefaultBig = true)
        .Member(Segment, "s", (ref KvmSegment r) => r.CodeOrData = true)
        .Member(Segment, "l", (ref KvmSegment r) => r.LongMode = true)
        .Member(Segment, "g", (ref KvmSegment r) => r.Granularity = true)
        .Member(Segment, "avl", (ref KvmSegment r) => r.Available = true)
        .Member(Segment, "unusable", (ref KvmSegment r) => r.Unusable = true)
        .Size<KvmDescriptorTable>(Dtable)
        .Member(Dtable, "base", (ref KvmDescriptorTable r) => r.Base = ~0ul)
        .Member(Dtable, "limit", (ref KvmDescriptorTable r) => r.Limit = ushort.MaxValue)
        .Check();

    [SkippableFact]
    public void Special_registers_are_the_header_s()
    {
        KvmSegment segment = new() { Base = ~0ul };
        KvmDescriptorTable table = new() { Base = ~0ul };
        Kvm.Size<KvmSpecialRegisters>(Sregs)
            .Member(Sregs, "cs.base", (ref KvmSpecialRegisters r) => r.Cs = segment)
            .Member(Sregs, "ds.base", (ref KvmSpecialRegisters r) => r.Ds = segment)
            .Member(Sregs, "es.base", (ref KvmSpecialRegisters r) => r.Es = segment)
            .Member(Sregs, "fs.base", (ref KvmSpecialRegisters r) => r.Fs = segment)
            .Member(Sregs, "gs.base", (ref KvmSpecialRegisters r) => r.Gs = segment)
            .Member(Sregs, "ss.base", (ref KvmSpecialRegisters r) => r.Ss = segment)
            .Member(Sregs, "tr.base", (ref KvmSpecialRegisters r) => r.Tr = segment)
            .Member(Sregs, "ldt.base", (ref KvmSpecialRegisters r) => r.Ldt = segment)
            .Member(Sregs, "gdt.base", (ref KvmSpecialRegisters r) => r.Gdt = table)
            .Member(Sregs, "idt.base", (ref KvmSpecialRegisters r) => r.Idt = table)
            .Member(Sregs, "cr0", (ref KvmSpecialRegisters r) => r.Cr0 = ~0ul)
            .Member(Sregs, "cr2", (ref KvmSpecialRegisters r) => r.Cr2 = ~0ul)
            .Member(Sregs, "cr3", (ref KvmSpecialRegisters r) => r.Cr3 = ~0ul)
            .Member(Sregs, "cr4", (ref KvmSpecialRegisters r) => r.Cr4 = ~0ul)
            .Member(Sregs, "cr8", (ref KvmSpecialRegisters r) => r.Cr8 = ~0ul)
            .Member(Sregs, "efer", (ref KvmSpecialRegisters r) => r.Efer = ~0ul)
            .Member(Sregs, "apic_base", (ref KvmSpecialRegisters r) => r.ApicBase = ~0ul)
            .Member(Sregs, "interrupt_bitmap", (ref KvmSpecialRegisters r) =>
            {
                KvmSpecialRegisters.InterruptBitmap bitmap = default;
                ((Span<ulong>)bitmap).Fill(~0ul);
                r.PendingInterrupts = bitmap;
            })
            .Check();
    }

    [SkippableFact]
    public void The_fpu_is_the_header_s() => Kvm
        .Size<KvmFpu>(Fpu)
        .Member(Fpu, "fpr", (ref KvmFpu r) => r.X87Registers.Fill(255))
        .Member(Fpu, "fcw", (ref KvmFpu r) => r.ControlWord = ushort.MaxValue)
        .Member(Fpu, "fsw", (ref KvmFpu r) => r.StatusWord = ushort.MaxValue)
        .Member(Fpu, "ftwx", (ref KvmFpu r) => r.TagWord = 255)
        .Member(Fpu, "last_opcode", (ref KvmFpu r) => r.LastOpcode = ushort.MaxValue)
        .Member(Fpu, "last_ip", (ref KvmFpu r) => r.LastInstruction = ~0ul)
        .Member(Fpu, "last_dp", (ref KvmFpu r) => r.LastOperand = ~0ul)
        .Member(Fpu, "xmm", (ref KvmFpu r) => r.XmmRegisters.Fill(255))
        .Check();
}
