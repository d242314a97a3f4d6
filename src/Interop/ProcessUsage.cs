using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Waiting for a program, and what it used until its end. See waitid(2), wait4(2).</summary>
internal static partial class LibC
{
    internal const int P_PID = 1;

    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x1000000;

    /// <summary>With WNOWAIT, the ended child stays, and its number with it, until it is waited for again.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitid(int idType, int id, out SigInfo info, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int wait4(int process, out int status, int options, out RUsage usage);

    /// <summary>libc's siginfo_t, of which only the size matters here.</summary>
    [InlineArray(16)]
    internal struct SigInfo
    {
        private ulong _word;
    }

    /// <summary>struct rusage on 64-bit Linux: the times, and what follows them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct RUsage
    {
        internal long ru_utime_sec;
        internal long ru_utime_usec;
        internal long ru_stime_sec;
        internal long ru_stime_usec;
        private RUsageRest _rest;
    }

    [InlineArray(14)]
    private struct RUsageRest
    {
        private long _word;
    }
}
