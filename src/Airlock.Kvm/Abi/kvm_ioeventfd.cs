using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>Argument of KVM_IOEVENTFD. KVM API, 4.59.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_ioeventfd
{
    internal const uint KVM_IOEVENTFD_FLAG_DATAMATCH = 1 << 0;
    internal const uint KVM_IOEVENTFD_FLAG_PIO = 1 << 1;
    internal const uint KVM_IOEVENTFD_FLAG_DEASSIGN = 1 << 2;

    internal ulong datamatch;
    internal ulong addr;
    internal uint len;
    internal int fd;
    internal uint flags;
    internal Padding pad;

    [InlineArray(36)]
    internal struct Padding
    {
        private byte _first;
    }
}
