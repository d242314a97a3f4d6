using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Kvm;

/// <summary>Zeroed memory for a guest, aligned to pages, returned to the system as a whole.</summary>
/// <remarks>
/// Read and write it with the checked methods of <see cref="SafeBuffer"/>: <c>memory.WriteSpan(0x1000, code)</c>.
/// Any other <see cref="SafeBuffer"/> over page-aligned memory serves a VM as well.
/// </remarks>
public sealed class KvmMemory : SafeBuffer
{
    /// <summary>Allocates memory; the system provides each page when it is first touched.</summary>
    /// <param name="length">Length in bytes; a multiple of the page size.</param>
    /// <exception cref="KvmException">The system has not that much.</exception>
    public KvmMemory(ulong length)
        : base(ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        nint address = LibC.mmap(
            0,
            checked((nuint)length),
            LibC.PROT_READ | LibC.PROT_WRITE,
            LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE,
            fd: -1,
            offset: 0);
        if (address == LibC.MAP_FAILED)
        {
            throw KvmException.FromLastError("mmap");
        }

        SetHandle(address);
        Initialize(length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.munmap(handle, (nuint)ByteLength) == 0;
}
