using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>One extended control register. KVM API, 4.44.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_xcr
{
    internal uint xcr;
    internal uint reserved;
    internal ulong value;
}
