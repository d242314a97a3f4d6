using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>Whether the file system that an output was opened on is one to keep it, and has room for it.</summary>
/// <param name="file">The output, open, or its folder; a block device is always right.</param>
/// <param name="path">Its name, for sentences.</param>
internal sealed class OutputFileSystem(SafeFileHandle file, string path)
{
    private static readonly DeviceUsers s_users = new();

    private readonly FileIdentity _identity = FileIdentity.Of(file);

    /// <exception cref="AirlockException">It is a view of the kernel, where only a mistyped name leads.</exception>
    public void CheckKind()
    {
        if (_identity.Kind == FileKind.BlockDevice || !TryGetStatus(out LibC.StatFs status))
        {
            return;
        }

        bool isDevices = FileSystemType.IsInMemory(status.f_type)
            && s_users.Mounts().Any(mount => mount.Device == _identity.FileSystem && IsOfKernel(mount));
        if (isDevices || FileSystemType.IsOfKernel(status.f_type))
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{path}' would be a new file among the kernel's own, where no image is kept; check the name.");
        }
    }

    /// <param name="needed">Bytes that are going to be written.</param>
    /// <exception cref="AirlockException">There is less room, as far as that can be foreseen.</exception>
    public void CheckSpace(ulong needed)
    {
        if (_identity.Kind == FileKind.BlockDevice || !TryGetStatus(out LibC.StatFs status) || FileSystemType.IsUnforeseeable(status.f_type)
            || status.f_blocks == 0)
        {
            return;
        }

        // What is kept for root counts for root; what the file itself has already is free for it.
        ulong blocks = Environment.IsPrivilegedProcess ? status.f_bfree : status.f_bavail;
        UInt128 free = (UInt128)blocks * (ulong)status.f_frsize + _identity.AllocatedBytes;
        if (needed > free)
        {
            throw new AirlockException(AirlockError.FileAccess,
                $"The output '{path}' needs {needed} bytes, and its file system has {free} free; make room, or use --force if it will take less.");
        }
    }

    /// <summary>The devices' file system, or in a container a small one in its place; what lies below /sys and /proc.</summary>
    private static bool IsOfKernel(Mount mount) => mount.Type == "devtmpfs"
        || mount.MountPoint == "/dev"
        || mount.MountPoint.StartsWith("/sys/", StringComparison.Ordinal)
        || mount.MountPoint.StartsWith("/proc/", StringComparison.Ordinal);

    private bool TryGetStatus(out LibC.StatFs status) => LibC.fstatfs(file, out status) == 0;
}
