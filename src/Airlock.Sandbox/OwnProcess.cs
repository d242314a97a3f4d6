using System.Runtime.CompilerServices;
using Airlock.Interop;

namespace Airlock.Sandbox;

/// <summary>What a process or a thread can give up by one call.</summary>
internal static class OwnProcess
{
    /// <summary>No program that it starts can have more rights than it has itself (prctl(2)). Landlock and seccomp ask for that.</summary>
    public static void SetNoNewPrivileges() => Control(LibC.PR_SET_NO_NEW_PRIVS, 1);

    /// <summary>No core dump, and nobody but root can look into its memory.</summary>
    public static void RefuseDebuggers() => Control(LibC.PR_SET_DUMPABLE, 0);

    /// <summary>SIGKILL when the thread that started this process is gone.</summary>
    public static void EndWithParent() => Control(LibC.PR_SET_PDEATHSIG, LibC.SIGKILL);

    /// <summary>For a process of root: nothing is left but what files and descriptors allow to their owner (capabilities(7)).</summary>
    public static unsafe void DropCapabilities()
    {
        var header = new LibC.CapHeader { version = LibC._LINUX_CAPABILITY_VERSION_3 };
        LibC.CapData none = default;

        // SAFETY: both are on the stack for the call, and as long as version 3 has them.
        if (LibC.syscall(LibC.SYS_capset, (nint)(&header), (nint)(&none), 0, 0) != 0)
        {
            throw Refusal.OfKernel("capset");
        }
    }

    private static void Control(int option, nint value, [CallerMemberName] string what = "")
    {
        if (LibC.prctl(option, value, 0, 0, 0) != 0)
        {
            throw Refusal.OfKernel(what);
        }
    }
}
