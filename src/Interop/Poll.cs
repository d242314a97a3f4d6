using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Waiting for one of several descriptors. See poll(2).</summary>
internal static partial class LibC
{
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;
    internal const short POLLERR = 8;
    internal const short POLLHUP = 0x10;
    internal const short POLLNVAL = 0x20;

    /// <summary>
    /// Number of ready descriptors, 0 after <paramref name="timeoutMilliseconds"/> (-1: no limit), -1 on failure.
    /// The caller keeps the handles behind the descriptors alive.
    /// </summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(ref PollFd descriptors, nuint count, int timeoutMilliseconds);

    /// <summary>One descriptor to wait for; struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int fd;
        internal short events;
        internal short revents;
    }
}
