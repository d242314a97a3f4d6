using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>Opens files by open(2), with errors as numbers: the flags needed here have no name in .NET.</summary>
internal static class OpenFile
{
    /// <summary>The handle, or null with errno.</summary>
    public static SafeFileHandle? TryOpen(string path, int flags, uint mode, out int errno)
    {
        int descriptor;
        do
        {
            descriptor = LibC.open(path, flags | LibC.O_CLOEXEC, mode);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Errno.EINTR);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>The same by a name in a folder that is open.</summary>
    public static SafeFileHandle? TryOpenAt(SafeFileHandle folder, string name, int flags, uint mode, out int errno)
    {
        int descriptor;
        do
        {
            descriptor = LibC.openat(folder, name, flags | LibC.O_CLOEXEC, mode);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Errno.EINTR);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>
    /// The same file once more, with flags of its own: through its link in proc(5), as it may have no name.
    /// </summary>
    public static SafeFileHandle? TryReopen(SafeFileHandle file, int flags, out int errno)
    {
        (SafeFileHandle? again, errno) = WithLinkOf(file, link => (TryOpen(link, flags, 0, out int error), error));
        return again;
    }

    /// <summary>Does something with an open file's link in proc(5), which leads to it whatever it is called by now.</summary>
    public static T WithLinkOf<T>(SafeFileHandle file, Func<string, T> action)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return action($"/proc/self/fd/{file.DangerousGetHandle()}");
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Makes a call again while a signal interrupts it, as on FUSE and NFS.</summary>
    /// <returns>0, or the error number.</returns>
    public static int WhileInterrupted(Func<int> call)
    {
        int errno;
        do
        {
            errno = call() == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.EINTR);
        return errno;
    }

    /// <summary>The system's words for an error number.</summary>
    public static string Describe(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>Size in bytes of an open regular file or block device.</summary>
    public static ulong LengthOf(SafeFileHandle file, FileIdentity identity)
    {
        if (identity.Kind != FileKind.BlockDevice)
        {
            return identity.Length;
        }

        ulong length = 0;
        return LibC.ioctl(file, LibC.BLKGETSIZE64, ref length) == 0
            ? length
            : throw new AirlockException(AirlockError.FileAccess,
                $"The size of the block device can't be told: {Describe(Marshal.GetLastPInvokeError())}.");
    }
}
