using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>Argument of KVM_GET_XCRS and KVM_SET_XCRS. KVM API, 4.44.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_xcrs
{
    internal const int KVM_MAX_XCRS = 16;

    internal uint nr_xcrs;
    internal uint flags;
    internal Registers xcrs;
    internal Padding padding;

    [InlineArray(KVM_MAX_XCRS)]
    internal struct Registers
    {
        private kvm_xcr _first;
    }

    [InlineArray(16)]
    internal struct Padding
    {
        private ulong _first;
    }
}
