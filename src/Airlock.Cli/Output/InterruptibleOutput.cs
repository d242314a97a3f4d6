using System.Diagnostics;
using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli.Output;

/// <summary>
/// A standard stream that waits for a reader, but not past an interrupt or a limit: write(2) into a pipe that nobody
/// reads has no end, and SIGINT and --time-limit must have one all the same. So it asks first whether there is room.
/// </summary>
internal sealed class InterruptibleOutput : Stream
{
    /// <summary>PIPE_BUF: when poll(2) finds room in a pipe, a write of that much doesn't block (pipe(7)).</summary>
    private const int LongestWrite = 4096;

    private const int SliceMilliseconds = 50;

    /// <summary>What a reader that isn't stuck needs to make room after that, in slices.</summary>
    private const int Grace = 5;

    private readonly SafeFileHandle _handle;
    private readonly CancellationToken _interrupt;
    private readonly TimeSpan _limit;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _isGone;

    /// <param name="descriptor">An open descriptor, which stays open.</param>
    /// <param name="limit">For how long from now a reader is waited for.</param>
    public InterruptibleOutput(int descriptor, TimeSpan limit, CancellationToken interrupt)
    {
        _handle = new SafeFileHandle(descriptor, ownsHandle: false);
        _interrupt = interrupt;
        _limit = limit;
    }

    /// <summary>Whether a stream that was closed from the start is one that nobody wants to hear: then that is no error.</summary>
    public bool MayBeClosed { get; init; }

    /// <summary>Whether an interrupt came, or the limit, while nobody read; nothing more is written then.</summary>
    public bool IsStuck { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A reader that has gone away (EPIPE), as <c>head</c> does, wants no more: that is no error.</summary>
    /// <exception cref="IOException">The stream can't be written, as with a full disk behind it.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !_isGone && !IsStuck)
        {
            IsStuck = !WaitForRoom();
            buffer = IsStuck ? [] : buffer[WriteSome(buffer)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool IsOver => _interrupt.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) > _limit;

    /// <summary>
    /// False when an interrupt or the limit has come and there is still no room. An error counts as room: writing tells it.
    /// </summary>
    private bool WaitForRoom()
    {
        var descriptor = new LibC.PollFd { fd = (int)_handle.DangerousGetHandle(), events = LibC.POLLOUT };
        for (int slices = 0; slices < Grace; slices += IsOver ? 1 : 0)
        {
            int ready = LibC.poll(ref descriptor, 1, SliceMilliseconds);
            if (ready > 0 || (ready < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR))
            {
                return true;
            }
        }

        return false;
    }

    private int WriteSome(ReadOnlySpan<byte> buffer)
    {
        ReadOnlySpan<byte> piece = buffer[..Math.Min(buffer.Length, LongestWrite)];
        nint written = LibC.write(_handle, piece, (nuint)piece.Length);
        if (written >= 0)
        {
            return (int)written;
        }

        int errno = Marshal.GetLastPInvokeError();
        _isGone = errno == Errno.EPIPE || (errno == Errno.EBADF && MayBeClosed);
        return _isGone || errno is Errno.EINTR or Errno.EAGAIN
            ? 0
            : throw new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
    }
}
