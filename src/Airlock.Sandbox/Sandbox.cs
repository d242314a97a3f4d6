namespace Airlock.Sandbox;

/// <summary>
/// Takes rights away from the calling process, for good. In two steps: what a process never needs goes first, and what
/// it needs to get ready goes before it touches anything that isn't trusted.
/// </summary>
public static class Sandbox
{
    /// <summary>
    /// On the first thread, before others are started: no new privileges, no capabilities, no debugger, an end with the
    /// thread that started the process, and with Landlock no file, network port or foreign process any more. What the
    /// kernel keeps for each thread is given up on the runtime's own, too; those that will be started inherit it.
    /// </summary>
    /// <returns>Landlock's version here; 0 if this kernel lacks it, and everything else was done.</returns>
    /// <exception cref="SandboxException">libseccomp is missing, or the kernel refused.</exception>
    public static int Begin()
    {
        Seccomp.SeccompLibrary.Load(); // later on, no file can be opened
        OwnProcess.RefuseDebuggers();
        OwnProcess.EndWithParent();
        FinalizerThread.Run(() => BeginThread());
        return BeginThread();
    }

    private static int BeginThread()
    {
        OwnProcess.SetNoNewPrivileges();
        OwnProcess.DropCapabilities();
        return Landlock.RestrictSelf();
    }

    /// <summary>
    /// For all threads: limits on files, memory and time, no further descriptor, and a filter that lets nothing through
    /// but the system calls of a machine at work.
    /// </summary>
    /// <exception cref="SandboxException">The kernel refused.</exception>
    public static void Close(SandboxRights rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        ResourceLimits.Apply(rights);
        Seccomp.WorkerFilter.Load(rights);
    }
}
