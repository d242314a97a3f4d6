using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Sandbox.Processes;

/// <summary>What to say of a call that failed.</summary>
internal static class Failure
{
    /// <param name="what">A call, or what it was to do.</param>
    /// <param name="errno">Why it failed.</param>
    public static IOException Of(string what, int errno)
    {
        string reason = Marshal.GetPInvokeErrorMessage(errno);
        return new IOException(Errno.Shortage(errno) is { } advice ? $"{what}: {reason}: {advice}" : $"{what}: {reason}", errno);
    }
}
