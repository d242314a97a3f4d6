using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Asks for a file's status: by statx(2), or by newfstatat(2) where a filter that is older than that call refuses it
/// (containers, EPERM) or the kernel doesn't have it.
/// </summary>
internal static class FileStatus
{
    /// <summary>Follows links.</summary>
    public static bool TryGet(string path, out LibC.StatX status, out int errno)
    {
        if (LibC.statx(LibC.AT_FDCWD, path, 0, LibC.STATX_BASIC_STATS, out status) == 0)
        {
            errno = 0;
            return true;
        }

        errno = Marshal.GetLastPInvokeError();
        if (!IsRefused(errno))
        {
            return false;
        }

        nint result = LibC.newfstatat(LibC.SYS_newfstatat, LibC.AT_FDCWD, path, out LibC.Stat old, 0);
        errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        status = Translate(old);
        return errno == 0;
    }

    /// <summary>Of what a handle has open.</summary>
    public static bool TryGet(SafeHandle file, out LibC.StatX status, out int errno)
    {
        if (LibC.statx(file, string.Empty, LibC.AT_EMPTY_PATH, LibC.STATX_BASIC_STATS, out status) == 0)
        {
            errno = 0;
            return true;
        }

        errno = Marshal.GetLastPInvokeError();
        if (!IsRefused(errno))
        {
            return false;
        }

        nint result = LibC.newfstatat(LibC.SYS_newfstatat, file, string.Empty, out LibC.Stat old, LibC.AT_EMPTY_PATH);
        errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        status = Translate(old);
        return errno == 0;
    }

    private static bool IsRefused(int errno) => errno is Errno.EPERM or Errno.ENOSYS;

    private static LibC.StatX Translate(LibC.Stat old)
    {
        DeviceNumber device = DeviceNumber.FromPacked(old.st_rdev), fileSystem = DeviceNumber.FromPacked(old.st_dev);
        return new LibC.StatX
        {
            stx_mask = LibC.STATX_BASIC_STATS,
            stx_nlink = (uint)old.st_nlink,
            stx_uid = old.st_uid,
            stx_gid = old.st_gid,
            stx_mode = (ushort)old.st_mode,
            stx_ino = old.st_ino,
            stx_size = old.st_size,
            stx_blocks = old.st_blocks,
            stx_rdev_major = device.Major,
            stx_rdev_minor = device.Minor,
            stx_dev_major = fileSystem.Major,
            stx_dev_minor = fileSystem.Minor,
        };
    }
}
