using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Memory;

/// <summary>A file in memory behind guest RAM, so that another process can map the same RAM.</summary>
internal static class MemoryFile
{
    private const uint Flags = LibC.MFD_CLOEXEC | LibC.MFD_ALLOW_SEALING;

    /// <summary>RAM that got shorter would be SIGBUS for whoever touches it.</summary>
    private const int FixedSize = LibC.F_SEAL_SHRINK | LibC.F_SEAL_GROW | LibC.F_SEAL_SEAL;

    /// <summary>Makes a file of zeroes, of that length for good, which can't be executed as a program.</summary>
    /// <exception cref="HostException">The host doesn't give one.</exception>
    public static SafeFileHandle Create(ulong length)
    {
        var file = new SafeFileHandle(Open(), ownsHandle: true);
        if (file.IsInvalid || LibC.ftruncate(file, (long)length) != 0 || LibC.fcntl(file, LibC.F_ADD_SEALS, FixedSize) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            string advice = Errno.Shortage(errno) ?? "ask for less, and see ulimit -f";
            file.Dispose();
            throw new HostException(
                $"The host gives no file in memory of {length} bytes for guest RAM ({Errno.Name(errno)}): {advice}.");
        }

        return file;
    }

    /// <summary>Kernels before 6.3 don't know the flag; there, what is mapped from the file can be executed just the same.</summary>
    private static int Open()
    {
        int file = LibC.memfd_create("airlock-ram", Flags | LibC.MFD_NOEXEC_SEAL);
        return file < 0 && Marshal.GetLastPInvokeError() == Errno.EINVAL ? LibC.memfd_create("airlock-ram", Flags) : file;
    }
}
