using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Kvm.Abi;

namespace Airlock.Kvm.Handles;

/// <summary>
/// The pages that a vCPU shares with the kernel: kvm_run, the data of port I/O, the coalesced ring. KVM API, 4.5, 5.
/// </summary>
internal sealed unsafe class VcpuMapping : SafeHandle
{
    private VcpuMapping(nint address, int length)
        : base(invalidHandleValue: LibC.MAP_FAILED, ownsHandle: true)
    {
        Length = length;
        SetHandle(address);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == LibC.MAP_FAILED;

    /// <summary>Size in bytes.</summary>
    internal int Length { get; }

    /// <summary>The first page. The caller holds a reference on this handle.</summary>
    internal kvm_run* Run => (kvm_run*)handle;

    /// <param name="vcpu">The vCPU.</param>
    /// <param name="length">What KVM_GET_VCPU_MMAP_SIZE said, in bytes.</param>
    internal static VcpuMapping Map(KvmVcpuHandle vcpu, int length)
    {
        nint address = LibC.mmap(
            0, (nuint)length, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, vcpu, offset: 0);
        return address != LibC.MAP_FAILED
            ? new VcpuMapping(address, length)
            : throw KvmException.FromLastError("mmap(vcpu)");
    }

    /// <summary>A part of the mapping, checked to lie inside. The caller holds a reference on this handle.</summary>
    internal Span<byte> Slice(ulong offset, ulong length)
    {
        if (offset > (ulong)Length || length > (ulong)Length - offset)
        {
            throw KvmException.InvalidExit($"{length} bytes of data at offset {offset} of a mapping of {Length}");
        }

        // SAFETY: inside the mapping, as just checked; both numbers fit an int, because Length is one.
        return new Span<byte>((byte*)handle + offset, (int)length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.munmap(handle, (nuint)Length) == 0;
}
