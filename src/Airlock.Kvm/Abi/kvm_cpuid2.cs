using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>Head of the argument of KVM_SET_CPUID2; <c>nent</c> entries follow. KVM API, 4.20.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_cpuid2
{
    internal uint nent;
    internal uint padding;
}
