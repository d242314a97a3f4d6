using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Sandbox.Seccomp;

/// <summary>
/// The system calls of a machine at work: reading, writing and flushing what is open, KVM or a traced guest, and what a
/// .NET runtime does with its memory and threads. No opening, no sockets, no programs, no executable memory, no word to
/// other processes.
/// </summary>
/// <remarks>Descriptors can be named here, as none can be had any more and those that are named stay open.</remarks>
internal static class WorkerFilter
{
    private const ulong StandardError = 2;

    /// <summary>From here on, advice takes pages of the host out of use (MADV_HWPOISON and MADV_SOFT_OFFLINE, madvise(2)).</summary>
    private const ulong PoisonousAdvice = 100;

    private static readonly ulong[] s_zeroing =
    [
        LibC.FALLOC_FL_PUNCH_HOLE | LibC.FALLOC_FL_KEEP_SIZE, LibC.FALLOC_FL_ZERO_RANGE | LibC.FALLOC_FL_KEEP_SIZE,
    ];

    /// <summary>Whatever their arguments are. They reach nothing but what the process has.</summary>
    private static readonly string[] s_allowed =
    [
        // Files, events and the channel; what reads and writes is in AllowFiles.
        "lseek", "fsync", "fdatasync", "fstat", "poll", "ppoll", "close",

        // Memory that isn't mapped anew.
        "munmap", "brk", "membarrier",

        // Threads, and waiting.
        "futex", "sched_yield", "sched_getaffinity", "nanosleep", "clock_nanosleep", "restart_syscall",
        "set_robust_list", "rseq", "gettid", "getpid", "exit", "exit_group",

        // Signals, as the runtime receives them.
        "rt_sigprocmask", "rt_sigreturn", "sigaltstack",

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

        AllowStreams(filter, rights.Streams);
        AllowFiles(filter, rights);
        AllowMemory(filter);
        AllowHandlers(filter);
        AllowThreads(filter);
        if (rights.TracedProcess is { } process)
        {
            AllowTracing(filter, (ulong)process, rights.PtraceRequests);
        }

        filter.Load();
    }

    /// <summary>What has no position: the channel and events.</summary>
    private static void AllowStreams(SeccompFilter filter, IReadOnlyList<SafeHandle> streams)
    {
        foreach (SafeHandle stream in streams)
        {
            filter.Allow("read", Is(stream));
            filter.Allow("write", Is(stream));
        }

        filter.Allow("write", ArgumentTest.Is(0, StandardError)); // /dev/null; a runtime that gives up says so first
    }

    /// <summary>
    /// Files, at positions inside. Of zeroes only the ways that change no size: the others take space of the disk's,
    /// whatever the limit on a file's size.
    /// </summary>
    private static void AllowFiles(SeccompFilter filter, SandboxRights rights)
    {
        foreach (SandboxFile file in rights.Files)
        {
            ArgumentTest isShort = ArgumentTest.IsBelow(2, rights.TransferBytes + 1);
            ArgumentTest isInside = ArgumentTest.IsBelow(3, file.Length);
            filter.Allow("pread64", Is(file.Handle), isShort, isInside);
            AllowVectors(filter, "preadv", file);
            if (file.IsWritable)
            {
                filter.Allow("pwrite64", Is(file.Handle), isShort, isInside);
                AllowVectors(filter, "pwritev", file);
                foreach (ulong mode in s_zeroing)
                {
                    filter.Allow("fallocate", Is(file.Handle), ArgumentTest.Is(1, mode),
                        ArgumentTest.IsBelow(2, file.Length), ArgumentTest.IsBelow(3, rights.ZeroBytes + 1));
                }
            }
        }
    }

    /// <summary>Its refusal makes the caller go on with one buffer at a time.</summary>
    private static void AllowVectors(SeccompFilter filter, string call, SandboxFile file)
    {
        if (file.GoesOn)
        {
            filter.Refuse(call, Errno.ENOSYS, Is(file.Handle));
        }
        else
        {
            filter.Allow(call, Is(file.Handle), ArgumentTest.IsBelow(3, file.Length));
        }
    }

    private static ArgumentTest Is(SafeHandle descriptor) => ArgumentTest.Is(0, (ulong)descriptor.DangerousGetHandle());

    /// <summary>Memory of its own, never executable: whoever takes the process over can bring no code of theirs.</summary>
    private static void AllowMemory(SeccompFilter filter)
    {
        ArgumentTest notExecutable = ArgumentTest.Has(2, LibC.PROT_EXEC, 0);
        filter.Allow("mmap", notExecutable, ArgumentTest.Has(3, LibC.MAP_ANONYMOUS, LibC.MAP_ANONYMOUS));
        filter.Allow("mprotect", notExecutable);
        filter.Allow("madvise", ArgumentTest.IsBelow(2, PoisonousAdvice));
    }

    /// <summary>What is done about signals may change, but not about that of a forbidden call: see <see cref="SeccompFilter"/>.</summary>
    private static void AllowHandlers(SeccompFilter filter) => filter.Allow("rt_sigaction", ArgumentTest.IsNot(0, LibC.SIGSYS));

    /// <summary>No new ones: all that there will be are there. Their names, their signals and the room for their stacks.</summary>
    private static void AllowThreads(SeccompFilter filter)
    {
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
