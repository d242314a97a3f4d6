using Airlock.Interop;

namespace Airlock.Sandbox.Seccomp;

/// <summary>
/// The system calls of a machine at work: reading, writing and flushing what is open, KVM or a traced guest, and what a
/// .NET runtime does with its memory and threads. No opening, no sockets, no programs, no executable memory, no word to
/// other processes.
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

    public static void Load(SandboxRights rights)
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

        foreach (uint request in rights.Ioctls)
        {
            filter.Allow("ioctl", ArgumentTest.Is(1, request));
        }

        AllowMemory(filter);
        AllowThreads(filter);
        if (rights.TracedProcess is { } process)
        {
            AllowTracing(filter, (ulong)process, rights.PtraceRequests);
        }

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

    /// <summary>
    /// What is done with a guest that is a process: it is let go on, looked at when it stops, interrupted (SIGURG) and
    /// killed. Nothing of that reaches another process, and no other can become a traced one.
    /// </summary>
    private static void AllowTracing(SeccompFilter filter, ulong process, IReadOnlyList<uint> requests)
    {
        foreach (uint request in requests)
        {
            filter.Allow("ptrace", ArgumentTest.Is(0, request), ArgumentTest.Is(1, process));
        }

        filter.Allow("wait4", ArgumentTest.Is(0, process));
        filter.Allow("kill", ArgumentTest.Is(0, process), ArgumentTest.Is(1, LibC.SIGURG));
        filter.Allow("kill", ArgumentTest.Is(0, process), ArgumentTest.Is(1, LibC.SIGKILL));
    }
}
