using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>One answer of CPUID; the layout is that of struct kvm_cpuid_entry2. KVM API, 4.46.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CpuidEntry
{
    /// <summary>The leaf: EAX before the instruction.</summary>
    public uint Function { get; set; }

    /// <summary>The sub-leaf: ECX before the instruction, where <see cref="Flags"/> says that it matters.</summary>
    public uint Index { get; set; }

    /// <summary>KVM_CPUID_FLAG_*; bit 0: the entry stands for its <see cref="Index"/> only.</summary>
    public uint Flags { get; set; }

    /// <summary>EAX after the instruction.</summary>
    public uint Eax { get; set; }

    /// <summary>EBX after the instruction.</summary>
    public uint Ebx { get; set; }

    /// <summary>ECX after the instruction.</summary>
    public uint Ecx { get; set; }

    /// <summary>EDX after the instruction.</summary>
    public uint Edx { get; set; }

    internal Reserved Padding { get; set; }

    [InlineArray(3)]
    internal struct Reserved
    {
        private uint _first;
    }
}
