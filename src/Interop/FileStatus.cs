using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>
/// What a file is, whose it is and who may use it. See statx(2), newfstatat(2), fstatfs(2), faccessat(2), fchmod(2), fchown(2).
/// </summary>
internal static partial class LibC
{
    internal const uint STATX_BASIC_STATS = 0x7ff;
    internal const uint STATX_DIOALIGN = 0x2000;

    internal const nint SYS_newfstatat = 262;

    internal const ulong STATX_ATTR_IMMUTABLE = 0x10;
    internal const ulong STATX_ATTR_APPEND = 0x20;

    /// <summary>Something is mounted there; Linux 5.8.</summary>
    internal const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;

    internal const int W_OK = 2;

    /// <summary>See linux/magic.h.</summary>
    internal const long PROC_SUPER_MAGIC = 0x9fa0;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_SYMLINK_FOLLOW = 0x400;
    internal const int AT_EMPTY_PATH = 0x1000;

    internal const int S_IFMT = 0xf000;
    internal const int S_IFREG = 0x8000;
    internal const int S_IFBLK = 0x6000;
    internal const int S_IFDIR = 0x4000;
    internal const int S_IFLNK = 0xa000;
    internal const int S_IFCHR = 0x2000;
    internal const int S_IFIFO = 0x1000;

    /// <summary>Status of <paramref name="path"/>, relative to the descriptor <paramref name="directory"/>.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int statx(int directory, string path, int flags, uint mask, out StatX status);

    /// <summary>Status of an open file: <paramref name="path"/> is empty and the flags hold AT_EMPTY_PATH.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int statx(SafeHandle fd, string path, int flags, uint mask, out StatX status);

    /// <summary>newfstatat(2), for kernels and filters that refuse statx; glibc before 2.33 has no function for it.</summary>
    /// <remarks>Variadic in C, but written in assembly there: it takes registers as they come (syscall(2)).</remarks>
    /// <param name="number"><see cref="SYS_newfstatat"/>.</param>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial nint newfstatat(nint number, int directory, string path, out Stat status, int flags);

    /// <summary>The same for an open file: <paramref name="path"/> is empty and the flags hold AT_EMPTY_PATH.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial nint newfstatat(nint number, SafeHandle fd, string path, out Stat status, int flags);

    /// <summary>The file system that an open file lies on.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fstatfs(SafeHandle fd, out StatFs status);

    /// <summary>Whether this process's real user may use a file in that way.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int faccessat(SafeHandle directory, string path, int mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchmod(SafeHandle fd, uint mode);

    /// <summary>Changes owner and group; <see cref="uint.MaxValue"/> leaves one as it is.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchown(SafeHandle fd, uint owner, uint group);

    /// <summary>struct statx of linux/stat.h; the fields used here, at the kernel's offsets.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatX
    {
        [FieldOffset(0)] internal uint stx_mask;
        [FieldOffset(4)] internal uint stx_blksize;
        [FieldOffset(8)] internal ulong stx_attributes;
        [FieldOffset(16)] internal uint stx_nlink;
        [FieldOffset(20)] internal uint stx_uid;
        [FieldOffset(24)] internal uint stx_gid;
        [FieldOffset(28)] internal ushort stx_mode;
        [FieldOffset(32)] internal ulong stx_ino;
        [FieldOffset(40)] internal ulong stx_size;
        [FieldOffset(48)] internal ulong stx_blocks;
        [FieldOffset(128)] internal uint stx_rdev_major;
        [FieldOffset(132)] internal uint stx_rdev_minor;
        [FieldOffset(136)] internal uint stx_dev_major;
        [FieldOffset(140)] internal uint stx_dev_minor;
        [FieldOffset(152)] internal uint stx_dio_mem_align;
        [FieldOffset(156)] internal uint stx_dio_offset_align;
    }

    /// <summary>struct stat of asm/stat.h for x86-64; the fields used here, at the kernel's offsets.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    internal struct Stat
    {
        [FieldOffset(0)] internal ulong st_dev;
        [FieldOffset(8)] internal ulong st_ino;
        [FieldOffset(16)] internal ulong st_nlink;
        [FieldOffset(24)] internal uint st_mode;
        [FieldOffset(28)] internal uint st_uid;
        [FieldOffset(32)] internal uint st_gid;
        [FieldOffset(40)] internal ulong st_rdev;
        [FieldOffset(48)] internal ulong st_size;
        [FieldOffset(64)] internal ulong st_blocks;
    }

    /// <summary>struct statfs of asm-generic/statfs.h; the fields used here, at the kernel's offsets.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    internal struct StatFs
    {
        [FieldOffset(0)] internal long f_type;
        [FieldOffset(16)] internal ulong f_blocks;
        [FieldOffset(24)] internal ulong f_bfree;
        [FieldOffset(32)] internal ulong f_bavail;
        [FieldOffset(72)] internal long f_frsize;
    }
}
