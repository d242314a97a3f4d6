using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Memory;

/// <summary>The mmap'd host memory behind guest RAM; unmapped when the last reference to it goes.</summary>
internal sealed class GuestMapping : SafeBuffer
{
    private readonly nuint _length;

    private GuestMapping(nint address, nuint length)
        : base(ownsHandle: true)
    {
        _length = length;
        SetHandle(address);
        Initialize(length);
    }

    /// <summary>Maps zeroed memory that costs nothing until it is touched.</summary>
    public static GuestMapping Map(nuint length)
    {
        const int protection = LibC.PROT_READ | LibC.PROT_WRITE;
        const int flags = LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE;
        nint address = LibC.mmap(0, length, protection, flags, -1, 0);
        if (address == LibC.MAP_FAILED)
        {
            string reason = Errno.Name(Marshal.GetLastPInvokeError());
            throw new HostException($"The host can't map {length} bytes of guest RAM ({reason}); ask for less.");
        }

        // Advice only: what a guest works on belongs neither into a core dump nor into a child process.
        _ = LibC.madvise(address, length, LibC.MADV_DONTDUMP);
        _ = LibC.madvise(address, length, LibC.MADV_DONTFORK);
        return new GuestMapping(address, length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.munmap(handle, _length) == 0;
}
