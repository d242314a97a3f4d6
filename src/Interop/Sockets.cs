using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>A pair of connected sockets, and descriptors that travel on it. See socketpair(2), sendmsg(2), unix(7).</summary>
internal static partial class LibC
{
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;

    internal const int SOL_SOCKET = 1;
    internal const int SCM_RIGHTS = 1;

    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const int MSG_CMSG_CLOEXEC = 0x40000000;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socketpair(int domain, int type, int protocol, out SocketPair pair);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint send(SafeHandle fd, ReadOnlySpan<byte> buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recv(SafeHandle fd, Span<byte> buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint sendmsg(SafeHandle fd, in MsgHdr message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recvmsg(SafeHandle fd, ref MsgHdr message, int flags);

    /// <summary>Both ends, as socketpair(2) gives them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SocketPair
    {
        internal int First;
        internal int Second;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MsgHdr
    {
        internal nint msg_name;
        internal uint msg_namelen;
        internal nint msg_iov;
        internal nuint msg_iovlen;
        internal nint msg_control;
        internal nuint msg_controllen;
        internal int msg_flags;
    }

    /// <summary>struct cmsghdr with room for as many descriptors as are sent at once here (cmsg(3)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DescriptorMessage
    {
        internal nuint cmsg_len;
        internal int cmsg_level;
        internal int cmsg_type;
        internal Descriptors Descriptors;
    }

    /// <summary>Descriptors behind a cmsghdr, without gaps.</summary>
    [InlineArray(Length)]
    internal struct Descriptors
    {
        internal const int Length = 36;

        private int _descriptor;
    }
}
