using Airlock.Interop;

namespace Airlock.Sandbox.Seccomp;

/// <summary>
/// The system calls of a machine at work: reading, writing and flushing what is open, KVM, and what a .NET runtime does
/// with its memory and threads. No opening, no sockets, no programs, no executable memory, no word to other processes.
/// </summary>
internal static class WorkerFilter
{
    private const ulong CloneThread = 0x10000 | 0x800 | 0x100; // CLONE_THREAD, CLONE_SIGHAND, CLONE_VM
    private const ulong CloneNamespaces = 0x7e020080; // CLONE_NEW*, and those of time

    /// <summary>Whatever their arguments are. They reach nothing but what the process has.</summary>
    private static readonly string[] s_allowed =
    [
        // Files, events and the channel.
        "read", "write", "pread64", "pwrite64", "preadv", "pwritev", "lseek", "fallocate", "fsync", "fdatasync",
        "fstat", "poll", "ppoll", "close",

        // Memory that isn't mapped anew.
        "munmap", "madvise", "brk", "membarrier",

        // Threads, and waiting.
        "futex", "sched_yield", "sched_getaffinity", "nanosleep", "clock_nanosleep", "restart_syscall",
        "set_robust_list", "rseq", "gettid", "getpid", "exit", "exit_group",

        // Signals, as the runtime receives them.
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",

        // Questions.
        "clock_gettime", "clock_getres", "gettimeofday", "getrandom", "getrusage", "sysinfo", "getcpu",
    ];

    /// <summary>What the runtime or libc may try now and then, and does without.</summary>
    private static readonly (string Call, int Errno)[] s_refused =
    [
        ("open", Errno.EACCES), ("openat", Errno.EACCES), ("access", Errno.EACCES), ("readlink", Errno.EACCES),
        ("newfstatat", Errno.EACCES), ("statx", Errno.EACCES), ("statfs", Errno.EACCES),
        ("mremap", Errno.ENOMEM), ("get_mempolicy", Errno.EPERM),
        ("clone3", Errno.ENOSYS), // its flags can't be looked at; libc goes on with clone
    ];

    /// <param name="ioctls">The only requests that are allowed.</param>
    public static void Load(IReadOnlyList<uint> ioctls)
    {
        using var filter = new SeccompFilter();
        foreach (string call in s_allowed)
        {
            filter.Allow(call);
        }

        foreach ((string call, int errno) in s_refused)
        {
            filter.Refuse(call, errno);
        }

        foreach (uint request in ioctls)
        {
            filter.Allow("ioctl", ArgumentTest.Is(1, request));
        }

        AllowMemory(filter);
        AllowThreads(filter);
        filter.Load();
    }

    /// <summary>Memory of its own, never executable: whoever takes the process over can bring no code of theirs.</summary>
    private static void AllowMemory(SeccompFilter filter)
    {
        ArgumentTest notExecutable = ArgumentTest.Has(2, LibC.PROT_EXEC, 0);
        filter.Allow("mmap", notExecutable, ArgumentTest.Has(3, LibC.MAP_ANONYMOUS, LibC.MAP_ANONYMOUS));
        filter.Allow("mprotect", notExecutable);
    }

    /// <summary>New threads, but no processes; their names, their signals and the room for their stacks.</summary>
    private static void AllowThreads(SeccompFilter filter)
    {
        filter.Allow("clone", ArgumentTest.Has(0, CloneThread | CloneNamespaces, CloneThread));
        filter.Allow("tgkill", ArgumentTest.Is(0, (ulong)Environment.ProcessId));
        filter.Allow("prctl", ArgumentTest.Is(0, LibC.PR_SET_NAME));
        filter.Allow("prlimit64", ArgumentTest.Is(0, 0), ArgumentTest.Is(2, 0));
    }
}
