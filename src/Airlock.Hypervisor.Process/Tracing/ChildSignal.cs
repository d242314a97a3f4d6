using Airlock.Interop;

namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>SIGCHLD, of which a traced process would send one at each stop.</summary>
internal static class ChildSignal
{
    /// <summary>
    /// Only ends of children are told. What the program does about those stays: .NET has a handler once it has started a
    /// process, and each stop would go through that.
    /// </summary>
    public static void IgnoreStops()
    {
        if (LibC.sigaction(LibC.SIGCHLD, 0, out LibC.SigAction action) == 0 && (action.sa_flags & LibC.SA_NOCLDSTOP) == 0)
        {
            action.sa_flags |= LibC.SA_NOCLDSTOP;
            _ = LibC.sigaction(LibC.SIGCHLD, in action, 0);
        }
    }
}
