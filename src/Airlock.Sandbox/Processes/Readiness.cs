using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Sandbox.Processes;

/// <summary>Waits for a descriptor to have something to read; a process's descriptor, for its end.</summary>
internal static class Readiness
{
    public static bool Wait(SafeHandle handle, TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        var descriptor = new LibC.PollFd { fd = (int)handle.DangerousGetHandle(), events = LibC.POLLIN };
        while (true)
        {
            long left = Math.Clamp(deadline - Environment.TickCount64, 0, int.MaxValue);
            int ready = LibC.poll(ref descriptor, 1, (int)left);
            GC.KeepAlive(handle);
            if (ready >= 0 || Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                return ready != 0; // an error counts as ready: the next call tells it
            }
        }
    }
}
