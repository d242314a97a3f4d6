using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>
/// Segment, descriptor table and control registers of an x86 vCPU; the layout is that of struct kvm_sregs.
/// KVM API, 4.13.
/// </summary>
/// <remarks>
/// Change a segment by <c>sregs.Cs = sregs.Cs with { Base = 0, Selector = 0 }</c>, and write back what was read:
/// that keeps everything else, such as the interrupt that may be pending.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct KvmSpecialRegisters
{
    /// <summary>CS: code; its privilege level, with that of SS, is the vCPU's.</summary>
    public KvmSegment Cs { get; set; }

    /// <summary>DS: data.</summary>
    public KvmSegment Ds { get; set; }

    /// <summary>ES: extra data.</summary>
    public KvmSegment Es { get; set; }

    /// <summary>FS.</summary>
    public KvmSegment Fs { get; set; }

    /// <summary>GS.</summary>
    public KvmSegment Gs { get; set; }

    /// <summary>SS: stack.</summary>
    public KvmSegment Ss { get; set; }

    /// <summary>TR: the task state segment (TSS).</summary>
    public KvmSegment Tr { get; set; }

    /// <summary>LDTR: the local descriptor table.</summary>
    public KvmSegment Ldt { get; set; }

    /// <summary>GDTR: the global descriptor table.</summary>
    public KvmDescriptorTable Gdt { get; set; }

    /// <summary>IDTR: the interrupt descriptor table.</summary>
    public KvmDescriptorTable Idt { get; set; }

    /// <summary>CR0: protection, paging, write protection.</summary>
    public ulong Cr0 { get; set; }

    /// <summary>CR2: the address of the last page fault.</summary>
    public ulong Cr2 { get; set; }

    /// <summary>CR3: physical address of the page tables.</summary>
    public ulong Cr3 { get; set; }

    /// <summary>CR4: extensions.</summary>
    public ulong Cr4 { get; set; }

    /// <summary>CR8: task priority.</summary>
    public ulong Cr8 { get; set; }

    /// <summary>EFER: long mode, no-execute.</summary>
    public ulong Efer { get; set; }

    /// <summary>IA32_APIC_BASE.</summary>
    public ulong ApicBase { get; set; }

    /// <summary>interrupt_bitmap: the bit of the external interrupt that waits for delivery, if any.</summary>
    internal InterruptBitmap PendingInterrupts { get; set; }

    [InlineArray(4)]
    internal struct InterruptBitmap
    {
        private ulong _first;
    }
}
