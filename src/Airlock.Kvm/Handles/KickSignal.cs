using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Kvm.Handles;

/// <summary>The signal that makes a thread leave KVM_RUN; one for the process, found when first needed.</summary>
/// <remarks>
/// It is a real-time signal that nobody has taken, looked for from the highest down: CoreCLR keeps the first one for
/// suspending threads, and other libraries tend to count upwards too. Its handler must be safe at any instruction of
/// any thread, which no managed method is, and must do nothing: libc's abs is such a function. There is no
/// SA_RESTART, for being interrupted is the point. A real-time signal takes an entry in a queue, of which the user has so many
/// (RLIMIT_SIGPENDING), and other processes may hold them all; so there is another signal, which needs none (signal(7)).
/// </remarks>
internal static class KickSignal
{
    /// <summary>SIGSTKFLT: Linux knows it and never raises it. Any other one of those without a queue means something to somebody.</summary>
    private const int WithoutQueue = 16;

    private static readonly Lazy<int> s_number = new(Install);
    private static bool s_hasOther;

    [ThreadStatic]
    private static int s_thread;

    /// <summary>The kernel's number of the calling thread, which can receive the signal from now on.</summary>
    internal static int ReceivingThread()
    {
        if (s_thread == 0)
        {
            // The thread may have inherited a mask from whoever started the process.
            Unblock(s_number.Value);
            Unblock(WithoutQueue);
            s_thread = LibC.gettid();
        }

        return s_thread;
    }

    /// <summary>Sends the signal; false if that isn't possible now, and should be tried again.</summary>
    internal static bool TrySend(int thread)
    {
        // A thread that has ended since (ESRCH) has left KVM_RUN, which is all that was wanted.
        return LibC.tgkill(Environment.ProcessId, thread, s_number.Value) == 0
            || Marshal.GetLastPInvokeError() != Errno.EAGAIN
            || (s_hasOther && LibC.tgkill(Environment.ProcessId, thread, WithoutQueue) == 0);
    }

    private static void Unblock(int signal)
    {
        LibC.SigSet set = LibC.SigSet.Of(signal);
        LibC.pthread_sigmask(LibC.SIG_UNBLOCK, in set, 0);
    }

    private static int Install()
    {
        if (IsFree(WithoutQueue))
        {
            TakeOver(WithoutQueue);
            s_hasOther = true;
        }

        int first = LibC.SigRtMin() + 1;
        for (int signal = LibC.SigRtMax(); signal >= first; signal--)
        {
            if (IsFree(signal))
            {
                TakeOver(signal);
                return signal;
            }
        }

        throw new InvalidOperationException("This process has a handler on every real-time signal; KVM needs one.");
    }

    private static bool IsFree(int signal) =>
        LibC.sigaction(signal, 0, out LibC.SigAction current) == 0 && current.sa_handler == LibC.SIG_DFL;

    private static void TakeOver(int signal)
    {
        LibC.SigAction action = new()
        {
            sa_handler = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs"),
        };
        if (LibC.sigaction(signal, in action, 0) != 0)
        {
            throw KvmException.FromLastError("sigaction");
        }
    }
}
