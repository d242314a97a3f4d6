using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Sandbox.Processes;

/// <summary>
/// One end of a stream between two processes, on which open files can travel (unix(7)). What comes from the other end is
/// bytes, to be checked by whoever asks for them.
/// </summary>
public sealed class Channel : IDisposable
{
    /// <summary>The most descriptors that one message can carry.</summary>
    public const int MaxDescriptors = LibC.Descriptors.Length;

    private static readonly nuint s_controlHeader = (nuint)Marshal.OffsetOf<LibC.DescriptorMessage>(nameof(LibC.DescriptorMessage.Descriptors));

    /// <param name="handle">A connected stream socket, which this object owns from now on.</param>
    public Channel(SafeFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        Handle = handle;
    }

    /// <summary>The socket.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes both ends.</summary>
    /// <exception cref="IOException">No descriptor is left.</exception>
    public static (Channel Near, Channel Far) CreatePair()
    {
        if (LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0, out LibC.SocketPair pair) != 0)
        {
            throw Failure.Of("socketpair", Marshal.GetLastPInvokeError());
        }

        return (new Channel(new SafeFileHandle(pair.First, ownsHandle: true)), new Channel(new SafeFileHandle(pair.Second, ownsHandle: true)));
    }

    /// <summary>Sends all of the bytes, waiting for room. By write(2), so that a confined process needs no call for sockets.</summary>
    /// <returns>False if nobody is at the other end any more.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // .NET ignores SIGPIPE, so that this is an error like any other.
            nint sent = LibC.write(Handle, bytes, (nuint)bytes.Length);
            if (sent < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                return false;
            }

            bytes = bytes[(int)Math.Max(sent, 0)..];
        }

        return true;
    }

    /// <summary>Sends one byte if there is room for it, without waiting.</summary>
    public void Wake()
    {
        ReadOnlySpan<byte> one = [1];
        _ = LibC.send(Handle, one, (nuint)one.Length, LibC.MSG_NOSIGNAL | LibC.MSG_DONTWAIT);
    }

    /// <summary>Takes what has come, up to the length of the buffer.</summary>
    /// <param name="wait">Whether to wait until there is something.</param>
    /// <returns>How many bytes; 0 once nothing will ever come; null if nothing has come yet.</returns>
    public int? Receive(Span<byte> buffer, bool wait)
    {
        while (true)
        {
            nint received = wait
                ? LibC.read(Handle, buffer, (nuint)buffer.Length)
                : LibC.recv(Handle, buffer, (nuint)buffer.Length, LibC.MSG_DONTWAIT);
            if (received >= 0)
            {
                return (int)received;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    return null;
                default:
                    return 0; // such as ECONNRESET: the other end went away with something unread
            }
        }
    }

    /// <summary>Fills the buffer.</summary>
    /// <returns>False if the other end goes away before.</returns>
    public bool ReceiveExactly(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (Receive(buffer, wait: true) is not (> 0 and int count))
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }

    /// <summary>Waits until something has come, or the other end is gone.</summary>
    /// <returns>Whether that happened in time.</returns>
    public bool WaitForInput(TimeSpan timeout) => Readiness.Wait(Handle, timeout);

    /// <summary>Sends bytes with descriptors of open files, which stay open here.</summary>
    /// <param name="bytes">A few; at least one.</param>
    /// <returns>False if nobody is at the other end any more.</returns>
    /// <exception cref="IOException">The host has no room for it.</exception>
    public unsafe bool Send(ReadOnlySpan<byte> bytes, params ReadOnlySpan<SafeHandle> files)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Length, MaxDescriptors);
        var control = new LibC.DescriptorMessage
        {
            cmsg_len = s_controlHeader + (nuint)(files.Length * sizeof(int)),
            cmsg_level = LibC.SOL_SOCKET,
            cmsg_type = LibC.SCM_RIGHTS,
        };
        for (int i = 0; i < files.Length; i++)
        {
            control.Descriptors[i] = (int)files[i].DangerousGetHandle();
        }

        nint sent;

        // SAFETY: both are pinned or on the stack for the call, with their lengths; the handles are kept alive below.
        fixed (byte* start = bytes)
        {
            var vector = new LibC.IoVec { iov_base = (nint)start, iov_len = (nuint)bytes.Length };
            var message = new LibC.MsgHdr
            {
                msg_iov = (nint)(&vector),
                msg_iovlen = 1,
                msg_control = (nint)(&control),
                msg_controllen = control.cmsg_len,
            };
            do
            {
                sent = LibC.sendmsg(Handle, in message, LibC.MSG_NOSIGNAL);
            }
            while (sent < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        }

        int errno = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
        foreach (SafeHandle file in files)
        {
            GC.KeepAlive(file);
        }

        return errno is 0 or Errno.EPIPE or Errno.ECONNRESET
            ? sent > 0 && Send(bytes[(int)sent..])
            : throw Failure.Of("sendmsg", errno);
    }

    /// <summary>Fills the buffer with what was sent together with descriptors.</summary>
    /// <param name="files">The descriptors, in order; the caller owns them.</param>
    /// <returns>False if the other end goes away before.</returns>
    public unsafe bool ReceiveExactly(Span<byte> buffer, out SafeFileHandle[] files)
    {
        files = [];
        LibC.DescriptorMessage control = default;
        nint received;

        // SAFETY: both are pinned or on the stack for the call, with their lengths.
        fixed (byte* start = buffer)
        {
            var vector = new LibC.IoVec { iov_base = (nint)start, iov_len = (nuint)buffer.Length };
            var message = new LibC.MsgHdr
            {
                msg_iov = (nint)(&vector),
                msg_iovlen = 1,
                msg_control = (nint)(&control),
                msg_controllen = (nuint)sizeof(LibC.DescriptorMessage),
            };
            do
            {
                received = LibC.recvmsg(Handle, ref message, LibC.MSG_CMSG_CLOEXEC);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        }

        if (received <= 0)
        {
            return false;
        }

        files = FilesIn(control);
        return ReceiveExactly(buffer[(int)received..]);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static SafeFileHandle[] FilesIn(in LibC.DescriptorMessage control)
    {
        if (control.cmsg_len < s_controlHeader || control.cmsg_type != LibC.SCM_RIGHTS)
        {
            return [];
        }

        var files = new SafeFileHandle[Math.Min((int)(control.cmsg_len - s_controlHeader) / sizeof(int), MaxDescriptors)];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = new SafeFileHandle(control.Descriptors[i], ownsHandle: true);
        }

        return files;
    }
}
