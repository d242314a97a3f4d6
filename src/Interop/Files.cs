using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Opening, reading, writing, sizing, flushing. See open(2), pread(2), preadv(2), fallocate(2).</summary>
/// <remarks>
/// Failures return -1 and leave errno in <see cref="Marshal.GetLastPInvokeError"/>. Handles are passed as
/// <see cref="SafeHandle"/>, so that a descriptor can't be closed (and its number reused) while the kernel works on it.
/// </remarks>
internal static partial class LibC
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_TRUNC = 0x200;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;

    // These differ between architectures; the values are those of x86.
    internal const int O_DIRECT = 0x4000;
    internal const int O_DIRECTORY = 0x10000;
    internal const int O_NOFOLLOW = 0x20000;
    internal const int O_PATH = 0x200000;
    internal const int O_TMPFILE = 0x400000 | O_DIRECTORY;

    internal const int SEEK_SET = 0;
    internal const int SEEK_CUR = 1;
    internal const int SEEK_END = 2;
    internal const int SEEK_DATA = 3;
    internal const int SEEK_HOLE = 4;

    internal const int FALLOC_FL_KEEP_SIZE = 1;
    internal const int FALLOC_FL_PUNCH_HOLE = 2;
    internal const int FALLOC_FL_ZERO_RANGE = 0x10;

    /// <summary>The descriptor, to be wrapped into a handle at once, or -1.</summary>
    /// <remarks>Variadic in C; <paramref name="mode"/> is read only with O_CREAT or O_TMPFILE.</remarks>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int openat(SafeHandle directory, string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pread(SafeHandle fd, Span<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pwrite(SafeHandle fd, ReadOnlySpan<byte> buffer, nuint count, long offset);

    /// <summary>Reads where the descriptor stands.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint read(SafeHandle fd, Span<byte> buffer, nuint count);

    /// <summary>Writes where the descriptor stands, which for a pipe or a terminal is the only way.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(SafeHandle fd, ReadOnlySpan<byte> buffer, nuint count);

    /// <summary>Reads into <paramref name="count"/> buffers, in order, from <paramref name="offset"/> on.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint preadv(SafeHandle fd, ref IoVec vectors, int count, long offset);

    /// <summary>Writes <paramref name="count"/> buffers, in order, from <paramref name="offset"/> on.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pwritev(SafeHandle fd, ref IoVec vectors, int count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fsync(SafeHandle fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fdatasync(SafeHandle fd);

    /// <summary>Writes back what the file system of an open file holds in memory, and waits for it.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int syncfs(SafeHandle fd);

    /// <summary>Writes back what all file systems hold in memory, and waits for it. See sync(2).</summary>
    [LibraryImport("libc")]
    internal static partial void sync();

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ftruncate(SafeHandle fd, long length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fallocate(SafeHandle fd, int mode, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long lseek(SafeHandle fd, long offset, int whence);

    /// <summary>Whether a buffer starts at a multiple of <paramref name="alignment"/>, as O_DIRECT may want it.</summary>
    internal static unsafe bool IsAligned(ReadOnlySpan<byte> buffer, uint alignment)
    {
        // SAFETY: the address is looked at and not used.
        fixed (byte* start = buffer)
        {
            return (nuint)start % alignment == 0;
        }
    }

    /// <summary>One buffer of a vectored read or write; struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVec
    {
        internal nint iov_base;
        internal nuint iov_len;
    }
}
