using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Counters to wait on. See eventfd(2), which names all three functions.</summary>
internal static partial class LibC
{
    internal const int EFD_SEMAPHORE = 1;
    internal const int EFD_NONBLOCK = 0x800;
    internal const int EFD_CLOEXEC = 0x80000;

    /// <summary>The descriptor, to be wrapped into a handle at once, or -1.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initialValue, int flags);

    /// <summary>Takes the counter and resets it; blocks while it is 0, or fails with EAGAIN.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd_read(SafeHandle fd, out ulong value);

    /// <summary>Adds to the counter.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd_write(SafeHandle fd, ulong value);
}
