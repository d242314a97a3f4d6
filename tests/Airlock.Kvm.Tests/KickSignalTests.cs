using System.Runtime.InteropServices;
using Airlock.Kvm.Handles;

namespace Airlock.Kvm.Tests;

/// <summary>The signal that fetches a thread out of KVM_RUN, with another system call in its place: no KVM is needed.</summary>
public partial class KickSignalTests
{
    private const int PendingSignals = 11; // RLIMIT_SIGPENDING
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>The limit is the user's, and whatever process of his holds the queue's entries.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_is_fetched_out_of_the_kernel_also_when_no_signal_can_be_queued(bool isQueueFull)
    {
        int thread = 0;
        int result = 0;
        var runner = new Thread(() =>
        {
            Volatile.Write(ref thread, KickSignal.ReceivingThread());
            result = pause();
        })
        { IsBackground = true };
        runner.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref thread) != 0, s_limit));
        Assert.Equal(0, getrlimit(PendingSignals, out Limit before));
        Assert.Equal(0, setrlimit(PendingSignals, before with { Current = isQueueFull ? 0 : before.Current }));
        try
        {
            // The first may come before the thread is in the kernel.
            long deadline = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
            do
            {
                Assert.True(KickSignal.TrySend(thread));
            }
            while (!runner.Join(TimeSpan.FromMilliseconds(1)) && Environment.TickCount64 < deadline);
        }
        finally
        {
            Assert.Equal(0, setrlimit(PendingSignals, before));
        }

        Assert.True(runner.Join(TimeSpan.Zero), "The thread is still in the kernel.");
        Assert.Equal(-1, result); // EINTR
    }

    [LibraryImport("libc")]
    private static partial int pause();

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Current, ulong Most);
}
