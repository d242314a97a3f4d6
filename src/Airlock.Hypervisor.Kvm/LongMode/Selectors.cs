namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>Segment selectors of the GDT, requested privilege level included.</summary>
internal static class Selectors
{
    public const ushort Ring0Code = 0x08;
    public const ushort Ring0Data = 0x10;
    public const ushort Ring3Data = 0x1b;
    public const ushort Ring3Code = 0x23;

    /// <summary>A TSS descriptor takes two slots of the GDT (Intel SDM 3A, 8.2.3).</summary>
    public const ushort Tss = 0x28;

    public const int GdtLength = 0x38;
}
