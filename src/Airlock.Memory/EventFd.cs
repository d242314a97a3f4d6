using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Memory;

/// <summary>
/// A counter in the kernel that one side signals and the other waits for. A hypervisor may signal it when a guest
/// writes to an address. See eventfd(2).
/// </summary>
/// <remarks>Safe for use by any number of threads. Disposing doesn't wake a waiter: signal it first.</remarks>
public sealed class EventFd : SafeHandleMinusOneIsInvalid
{
    /// <summary>Creates a counter that stands at 0.</summary>
    /// <exception cref="HostException">The process or the system has no descriptor left.</exception>
    public EventFd()
        : base(ownsHandle: true)
    {
        // Non-blocking, so that of two waiters one can't be stuck in read after the other took the count.
        int fd = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (fd < 0)
        {
            throw Failure("eventfd");
        }

        SetHandle(fd);
    }

    /// <summary>Adds <paramref name="count"/> to the counter and wakes a waiter.</summary>
    /// <remarks>A counter that is full stays as it is: its waiter is to be woken anyhow.</remarks>
    /// <param name="count">What to add; not <see cref="ulong.MaxValue"/>.</param>
    public void Signal(ulong count = 1)
    {
        while (LibC.eventfd_write(this, count) < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    return;
                default:
                    throw Failure("eventfd_write");
            }
        }
    }

    /// <summary>Takes the counter if it isn't 0, without waiting.</summary>
    /// <param name="count">The counter, which is 0 afterwards.</param>
    /// <returns>Whether there was anything to take.</returns>
    public bool TryTake(out ulong count)
    {
        while (LibC.eventfd_read(this, out count) < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    count = 0;
                    return false;
                default:
                    throw Failure("eventfd_read");
            }
        }

        return true;
    }

    /// <summary>Waits until the counter isn't 0, and takes it.</summary>
    /// <returns>The counter, which is 0 afterwards.</returns>
    public ulong Wait()
    {
        ulong count;
        while (!TryTake(out count))
        {
            Poll(-1);
        }

        return count;
    }

    /// <summary>Waits until the counter isn't 0, but not for ever, and takes it.</summary>
    /// <param name="timeout">How long to wait; at least 0, rounded up to milliseconds.</param>
    /// <param name="count">The counter, which is 0 afterwards.</param>
    /// <returns>Whether there was anything to take in time.</returns>
    public bool Wait(TimeSpan timeout, out ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        long deadline = Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        while (!TryTake(out count))
        {
            long left = deadline - Environment.TickCount64;
            if (left <= 0)
            {
                return false;
            }

            Poll((int)Math.Min(left, int.MaxValue));
        }

        return true;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;

    private void Poll(int timeoutMilliseconds)
    {
        bool referenced = false;
        DangerousAddRef(ref referenced);
        try
        {
            LibC.PollFd descriptor = new() { fd = (int)handle, events = LibC.POLLIN };
            if (LibC.poll(ref descriptor, 1, timeoutMilliseconds) < 0
                && Marshal.GetLastPInvokeError() is not Errno.EINTR)
            {
                throw Failure("poll");
            }
        }
        finally
        {
            DangerousRelease();
        }
    }

    private static HostException Failure(string call)
    {
        int errno = Marshal.GetLastPInvokeError();
        return new HostException(
            $"{call} failed ({Errno.Name(errno)}): {Errno.Shortage(errno) ?? "the kernel refuses it; allow it where this runs"}.");
    }
}
