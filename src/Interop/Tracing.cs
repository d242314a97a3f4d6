using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Following another process step by step. See ptrace(2), wait4(2).</summary>
/// <remarks>All of it belongs to one thread, the one that started the process.</remarks>
internal static partial class LibC
{
    internal const int PTRACE_CONT = 7;
    internal const int PTRACE_GETREGS = 12;
    internal const int PTRACE_SETREGS = 13;
    internal const int PTRACE_GETFPREGS = 14;
    internal const int PTRACE_SETFPREGS = 15;
    internal const int PTRACE_SETOPTIONS = 0x4200;
    internal const int PTRACE_GETSIGINFO = 0x4202;

    internal const int PTRACE_O_EXITKILL = 0x100000;

    /// <remarks>
    /// Variadic in C. A failure says that the process was killed meanwhile, which wait4 then tells; so nobody asks why.
    /// </remarks>
    [LibraryImport("libc")]
    internal static partial nint ptrace(int request, int process, nint address, nint data);

    /// <summary>Waits for a process to stop or to end.</summary>
    /// <param name="usage">0: not asked for.</param>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int wait4(int process, out int status, int options, nint usage);
}
