using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Stores;

/// <summary>What stands under a path, and which file it is whatever its name (statx(2)).</summary>
internal sealed class FileIdentity
{
    private const uint PermissionBits = 0x1ff;
    private const uint StickyBit = 0x200;
    private const uint WritableByAll = 2;
    private const ulong StatBlockSize = 512; // whatever the file system's blocks are

    private readonly LibC.StatX _status;

    private FileIdentity(FileKind kind, LibC.StatX status)
    {
        Kind = kind;
        _status = status;
    }

    public FileKind Kind { get; }

    /// <summary>Length in bytes of a regular file.</summary>
    public ulong Length => _status.stx_size;

    /// <summary>Bytes of the disk that a regular file takes, as its file system counts them.</summary>
    public ulong AllocatedBytes => _status.stx_blocks * StatBlockSize;

    /// <summary>
    /// Whether a regular file takes less space than it has bytes: then it has holes, or is compressed (stat(2)).
    /// </summary>
    public bool IsThin => Kind == FileKind.Regular && _status.stx_blocks < Length / StatBlockSize;

    /// <summary>Permission bits: rwx for owner, group and others.</summary>
    public uint Permissions => _status.stx_mode & PermissionBits;

    /// <summary>Whether it is a folder out of which only the owner of something takes it away.</summary>
    public bool IsSticky => (_status.stx_mode & StickyBit) != 0;

    /// <summary>The same where anybody may put something, such as /tmp.</summary>
    public bool IsStickyForAll => IsSticky && (_status.stx_mode & WritableByAll) != 0;

    /// <summary>Whether something is mounted there, as a container has it with a single file.</summary>
    public bool IsMountPoint => (_status.stx_attributes & LibC.STATX_ATTR_MOUNT_ROOT) != 0;

    /// <summary>Not to be changed, as by chattr +i.</summary>
    public bool IsImmutable => (_status.stx_attributes & LibC.STATX_ATTR_IMMUTABLE) != 0;

    /// <summary>Only to be added to, as by chattr +a.</summary>
    public bool IsAppendOnly => (_status.stx_attributes & LibC.STATX_ATTR_APPEND) != 0;

    public uint Owner => _status.stx_uid;

    public uint Group => _status.stx_gid;

    /// <summary>Which file it is on its file system.</summary>
    public ulong Inode => _status.stx_ino;

    /// <summary>The device that the file lies on; many file systems have a number that belongs to no block device.</summary>
    public DeviceNumber FileSystem => new(_status.stx_dev_major, _status.stx_dev_minor);

    /// <summary>Of a block device, its own number.</summary>
    public DeviceNumber Device => new(_status.stx_rdev_major, _status.stx_rdev_minor);

    /// <summary>What nothing stands under.</summary>
    public static FileIdentity Missing { get; } = new(FileKind.Missing, default);

    /// <summary>Follows links, as far as the kernel lets this process.</summary>
    /// <param name="role">What the path is to be in an error, such as "input".</param>
    /// <exception cref="AirlockException">Something may be there and can't be looked at.</exception>
    public static FileIdentity Of(string path, string role = "file") => FileStatus.TryGet(path, out LibC.StatX status, out int errno)
        ? Of(status)
        : FileErrors.IsMissing(errno)
            ? Missing
            : throw FileErrors.Of($"The {role} '{path}' can't be looked at", errno);

    /// <summary>The status of what a handle has open: what it says can't change behind a name.</summary>
    /// <param name="name">What to call it in an error, such as "The output 'a.img'".</param>
    /// <exception cref="AirlockException">It can't be told.</exception>
    public static FileIdentity Of(SafeHandle file, string name = "An open file") => FileStatus.TryGet(file, out LibC.StatX status, out int errno)
        ? Of(status)
        : throw FileErrors.Of($"{name} can't be looked at", errno);

    /// <summary>What a status says that was asked for elsewhere.</summary>
    public static FileIdentity Of(LibC.StatX status) => new(KindOf(status.stx_mode), status);

    /// <summary>Whether both are one file, by whatever names or links; for block devices, one device.</summary>
    public bool IsSameAs(FileIdentity other)
    {
        if (Kind == FileKind.Missing || other.Kind != Kind)
        {
            return false;
        }

        bool sameInode = _status.stx_ino == other._status.stx_ino
            && _status.stx_dev_major == other._status.stx_dev_major
            && _status.stx_dev_minor == other._status.stx_dev_minor;
        bool sameDevice = Kind == FileKind.BlockDevice
            && _status.stx_rdev_major == other._status.stx_rdev_major
            && _status.stx_rdev_minor == other._status.stx_rdev_minor;
        return sameInode || sameDevice;
    }

    private static FileKind KindOf(uint mode) => (mode & LibC.S_IFMT) switch
    {
        LibC.S_IFREG => FileKind.Regular,
        LibC.S_IFBLK => FileKind.BlockDevice,
        LibC.S_IFDIR => FileKind.Directory,
        LibC.S_IFLNK => FileKind.Link,
        _ => FileKind.Other,
    };
}
