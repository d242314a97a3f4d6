namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>What lies where in the VMM's own 0x1000-0xefff. Ring 3 can't reach any of it.</summary>
internal static class VmmArea
{
    public const ulong Gdt = 0x1000;

    /// <summary>The IDT follows in the same page: 32 gates, one for each exception of the processor.</summary>
    public const ulong Idt = 0x1200;
    public const int IdtGates = 32;

    public const ulong PageMapLevel4 = 0x2000;
    public const ulong PageDirectoryPointers = 0x3000;
    public const ulong PageDirectory = 0x4000;
    public const ulong FirstPageTable = 0x5000;

    /// <summary>Page tables for the first 2 MiB and for a few regions of an ELF image that need 4 KiB rights.</summary>
    public const int PageTables = 5;

    /// <summary>The TSS with an I/O permission bitmap that covers all 65,536 ports.</summary>
    public const ulong Tss = 0xa000;

    /// <summary>One stub for each exception vector: the only code that ever runs in ring 0 of a ring 3 guest.</summary>
    public const ulong ExceptionPage = 0xd000;

    /// <summary>The stack that the processor switches to on an exception (TSS.RSP0).</summary>
    public const ulong ExceptionStackTop = 0xf000;

    /// <summary>
    /// The port on which a stub reports its vector. Honored only from ring 0, so a guest can't forge a report.
    /// </summary>
    public const byte ExceptionPort = 0xee;
}
