using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Starting, watching and ending a child process. See posix_spawn(3), pidfd_open(2), waitpid(2), kill(2).</summary>
internal static partial class LibC
{
    internal const int SIGHUP = 1;
    internal const int SIGINT = 2;
    internal const int SIGQUIT = 3;
    internal const int SIGILL = 4;
    internal const int SIGTRAP = 5;
    internal const int SIGBUS = 7;
    internal const int SIGFPE = 8;
    internal const int SIGKILL = 9;
    internal const int SIGSEGV = 11;
    internal const int SIGTERM = 15;
    internal const int SIGCHLD = 17;
    internal const int SIGURG = 23;
    internal const int SIGXCPU = 24;
    internal const int SIGXFSZ = 25;
    internal const int SIGSYS = 31;

    internal const int POSIX_SPAWN_SETPGROUP = 2;
    internal const int POSIX_SPAWN_SETSIGDEF = 4;
    internal const int POSIX_SPAWN_SETSIGMASK = 8;

    internal const int WNOHANG = 1;

    /// <summary>Numbers of calls for which glibc before 2.36 has no function.</summary>
    internal const nint SYS_pidfd_send_signal = 424;
    internal const nint SYS_pidfd_open = 434;

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_init(out SpawnFileActions actions);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_destroy(ref SpawnFileActions actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn_file_actions_addopen(
        ref SpawnFileActions actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_adddup2(ref SpawnFileActions actions, int fd, int newFd);

    /// <summary>Closes all from that one on; glibc 2.34 and later.</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_addclosefrom_np(ref SpawnFileActions actions, int from);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_init(out SpawnAttributes attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_destroy(ref SpawnAttributes attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setflags(ref SpawnAttributes attributes, short flags);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigmask(ref SpawnAttributes attributes, in SigSet mask);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigdefault(ref SpawnAttributes attributes, in SigSet signals);

    /// <summary>Starts a program; returns the error number itself. Both arrays end with a null.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn(
        out int pid,
        string path,
        in SpawnFileActions actions,
        in SpawnAttributes attributes,
        string?[] arguments,
        string?[] environment);

    /// <summary>The status of a child that has ended, which is then forgotten by the kernel; 0 if it hasn't.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int pid, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int process, int signal);

    /// <summary>A system call without a function of its own.</summary>
    /// <remarks>Variadic in C, but written in assembly there: it takes registers as they come (syscall(2)).</remarks>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>glibc's posix_spawn_file_actions_t, which only glibc looks into.</summary>
    [InlineArray(10)]
    internal struct SpawnFileActions
    {
        private ulong _word;
    }

    /// <summary>glibc's posix_spawnattr_t, which only glibc looks into.</summary>
    [InlineArray(42)]
    internal struct SpawnAttributes
    {
        private ulong _word;
    }
}
