namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>A descriptor of the GDT, taken apart (Intel SDM 3A, 3.4.5 and 8.2.3).</summary>
internal sealed record SegmentDescriptor(ulong Base, uint Limit, byte Access, byte Flags)
{
    public int Type => Access & 15;

    public bool IsCodeOrData => (Access & 1 << 4) != 0;

    public int PrivilegeLevel => Access >> 5 & 3;

    public bool IsPresent => (Access & 1 << 7) != 0;

    public bool IsLongMode => (Flags & 2) != 0;

    public bool IsDefaultBig => (Flags & 4) != 0;

    public bool HasGranularity => (Flags & 8) != 0;

    /// <summary>Last valid offset in bytes.</summary>
    public uint ByteLimit => HasGranularity ? Limit << 12 | 0xfff : Limit;

    /// <param name="low">The descriptor, or the first half of a system segment's.</param>
    /// <param name="high">The second half of a system segment's.</param>
    public static SegmentDescriptor Decode(ulong low, ulong high = 0) => new(
        (low >> 16 & 0xff_ffff) | (low >> 56 & 0xff) << 24 | (high & uint.MaxValue) << 32,
        (uint)((low & 0xffff) | (low >> 48 & 0xf) << 16),
        (byte)(low >> 40),
        (byte)(low >> 52 & 0xf));
}
