using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Memory;

/// <summary>The mmap'd host memory behind guest RAM; unmapped when the last reference to it goes.</summary>
internal sealed class GuestMapping : SafeBuffer
{
    private const int Protection = LibC.PROT_READ | LibC.PROT_WRITE;

    private readonly nuint _length;

    private GuestMapping(nint address, nuint length, SafeFileHandle? file)
        : base(ownsHandle: true)
    {
        _length = length;
        File = file;
        SetHandle(address);
        Initialize(length);
    }

    /// <summary>What another process maps to have the same memory; null if it is private.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>Maps zeroed memory that costs nothing until it is touched.</summary>
    public static GuestMapping Map(nuint length)
    {
        const int flags = LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE;
        return Of(LibC.mmap(0, length, Protection, flags, -1, 0), length, file: null);
    }

    /// <summary>Maps all of a file.</summary>
    /// <param name="file">As long as that; owned by the mapping from now on.</param>
    public static GuestMapping Map(SafeFileHandle file, nuint length)
    {
        try
        {
            return Of(LibC.mmap(0, length, Protection, LibC.MAP_SHARED | LibC.MAP_NORESERVE, file, 0), length, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static GuestMapping Of(nint address, nuint length, SafeFileHandle? file)
    {
        if (address == LibC.MAP_FAILED)
        {
            int errno = Marshal.GetLastPInvokeError();
            string advice = Errno.Shortage(errno) is { } shortage ? $"{shortage}; or ask for less" : "ask for less";
            throw new HostException($"The host can't map {length} bytes of guest RAM ({Errno.Name(errno)}): {advice}.");
        }

        // Advice only: what a guest works on belongs neither into a core dump nor into a child process.
        _ = LibC.madvise(address, length, LibC.MADV_DONTDUMP);
        _ = LibC.madvise(address, length, LibC.MADV_DONTFORK);
        return new GuestMapping(address, length, file);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        File?.Dispose();
        return LibC.munmap(handle, _length) == 0;
    }
}
