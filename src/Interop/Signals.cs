using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Signals to single threads. See sigaction(2), tgkill(2), pthread_sigmask(3), signal(7).</summary>
internal static partial class LibC
{
    internal const nint SIG_DFL = 0;

    /// <summary>For SIGCHLD: no signal when a child stops, only when it ends.</summary>
    internal const int SA_NOCLDSTOP = 1;

    internal const int SIG_BLOCK = 0;
    internal const int SIG_UNBLOCK = 1;

    /// <summary>The lowest real-time signal that libc leaves to programs.</summary>
    [LibraryImport("libc", EntryPoint = "__libc_current_sigrtmin")]
    internal static partial int SigRtMin();

    /// <summary>The highest real-time signal.</summary>
    [LibraryImport("libc", EntryPoint = "__libc_current_sigrtmax")]
    internal static partial int SigRtMax();

    /// <summary>Asks for the action of a signal: <paramref name="newAction"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int sigaction(int signal, nint newAction, out SigAction oldAction);

    /// <summary>Sets the action of a signal: <paramref name="oldAction"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int sigaction(int signal, in SigAction newAction, nint oldAction);

    /// <summary>Changes the signals blocked in this thread; returns the error number itself.</summary>
    [LibraryImport("libc")]
    internal static partial int pthread_sigmask(int how, in SigSet set, nint oldSet);

    [LibraryImport("libc")]
    internal static partial int gettid();

    [LibraryImport("libc")]
    internal static partial int getpid();

    /// <summary>Sends a signal to one thread of one process.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int tgkill(int process, int thread, int signal);

    /// <summary>libc's sigset_t: 1024 bits, of which the kernel knows 64. Signal n is bit n-1.</summary>
    [InlineArray(16)]
    internal struct SigSet
    {
        private ulong _word;

        internal static SigSet All()
        {
            SigSet set = default;
            ((Span<ulong>)set).Fill(ulong.MaxValue);
            return set;
        }

        internal static SigSet Of(int signal)
        {
            SigSet set = default;
            set[(signal - 1) / 64] = 1UL << ((signal - 1) % 64);
            return set;
        }
    }

    /// <summary>libc's struct sigaction on 64-bit Linux (glibc and musl agree): the mask comes second.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SigAction
    {
        /// <summary>Address of a native function, or SIG_DFL.</summary>
        internal nint sa_handler;
        internal SigSet sa_mask;
        internal int sa_flags;
        internal nint sa_restorer;
    }
}
