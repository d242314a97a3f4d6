using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Rights that a process gives up. See prctl(2), setrlimit(2), capset(2), landlock(7).</summary>
internal static partial class LibC
{
    internal const int PR_SET_PDEATHSIG = 1;
    internal const int PR_SET_DUMPABLE = 4;
    internal const int PR_SET_NAME = 15;
    internal const int PR_GET_SECCOMP = 21;
    internal const int PR_SET_NO_NEW_PRIVS = 38;

    internal const int RLIMIT_CPU = 0;
    internal const int RLIMIT_FSIZE = 1;
    internal const int RLIMIT_CORE = 4;
    internal const int RLIMIT_NOFILE = 7;
    internal const int RLIMIT_AS = 9;

    /// <summary>Numbers of calls for which glibc has no function.</summary>
    internal const nint SYS_capset = 126;
    internal const nint SYS_landlock_create_ruleset = 444;
    internal const nint SYS_landlock_restrict_self = 446;

    internal const nint LANDLOCK_CREATE_RULESET_VERSION = 1;
    internal const nint LANDLOCK_CREATE_RULESET_ERRATA = 2;

    internal const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <remarks>Variadic in C; the kernel reads the registers that the option has arguments in.</remarks>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getrlimit(int resource, out RLimit limit);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setrlimit(int resource, in RLimit limit);

    /// <summary>Sets a limit of another process of the same user.</summary>
    /// <param name="oldLimit">0: not asked for.</param>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int prlimit(int process, int resource, in RLimit newLimit, nint oldLimit);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RLimit
    {
        internal ulong rlim_cur;
        internal ulong rlim_max;
    }

    /// <summary>struct __user_cap_header_struct; the process is the calling thread when it is 0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CapHeader
    {
        internal uint version;
        internal int pid;
    }

    /// <summary>Two of struct __user_cap_data_struct, as version 3 wants them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CapData
    {
        internal ulong effectiveAndPermittedLow;
        internal ulong inheritableLowAndEffectiveHigh;
        internal ulong permittedAndInheritableHigh;
    }

    /// <summary>struct landlock_ruleset_attr of ABI 6; older ones are shorter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LandlockRulesetAttr
    {
        internal ulong handled_access_fs;
        internal ulong handled_access_net;
        internal ulong scoped;
    }
}
