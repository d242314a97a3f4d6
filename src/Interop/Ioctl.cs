using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Device control. See ioctl(2).</summary>
internal static partial class LibC
{
    /// <summary>Size of a block device in bytes, as a 64-bit number. See linux/fs.h.</summary>
    internal const nuint BLKGETSIZE64 = 0x80081272;

    /// <summary>Logical sector size of a block device, as an int. See linux/fs.h.</summary>
    internal const nuint BLKSSZGET = 0x1268;

    /// <summary>Whether a block device refuses writes, as an int. See linux/fs.h.</summary>
    internal const nuint BLKROGET = 0x125e;

    /// <summary>What a loop device lies on, as a <see cref="LoopInfo"/>. See linux/loop.h.</summary>
    internal const nuint LOOP_GET_STATUS64 = 0x4c05;

    /// <summary>An ioctl whose argument is a number, or a pointer that the caller keeps valid.</summary>
    /// <remarks>
    /// Variadic in C. The calling conventions of Linux on x86-64 and arm64 pass three integer arguments alike with
    /// and without varargs, so a plain declaration is right.
    /// </remarks>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(SafeHandle fd, nuint request, nint argument);

    /// <summary>An ioctl whose argument is a pointer to a struct, which the kernel reads, writes or both.</summary>
    internal static unsafe int ioctl<T>(SafeHandle fd, nuint request, ref T argument)
        where T : unmanaged
    {
        // SAFETY: pinned for the call; T has the size that the request number encodes.
        fixed (T* pinned = &argument)
        {
            return ioctl(fd, request, (nint)pinned);
        }
    }

    /// <summary>struct loop_info64 of linux/loop.h; the fields used here, at the kernel's offsets.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 232)]
    internal struct LoopInfo
    {
        [FieldOffset(0)] internal ulong lo_device;
        [FieldOffset(8)] internal ulong lo_inode;
        [FieldOffset(16)] internal ulong lo_rdevice;
        [FieldOffset(24)] internal ulong lo_offset;
    }
}
