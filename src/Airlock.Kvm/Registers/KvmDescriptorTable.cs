using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>Where a descriptor table lies; the layout is that of struct kvm_dtable. KVM API, 4.13.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public record struct KvmDescriptorTable
{
    /// <summary>Linear address of the first descriptor.</summary>
    public ulong Base { get; set; }

    /// <summary>Offset of the table's last byte.</summary>
    public ushort Limit { get; set; }
}
