namespace Airlock.Vmm.Tests.Running;

/// <summary>Another thread, with the means to see that it waits or has ended, each within a generous time.</summary>
internal sealed class Runner
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Thread _thread;

    private Runner(Action action)
    {
        _thread = new Thread(() => action()) { IsBackground = true };
    }

    public static Runner Start(Action action)
    {
        var runner = new Runner(action);
        runner._thread.Start();
        return runner;
    }

    /// <summary>Returns once the thread waits for something.</summary>
    public void AwaitWaiting() => Assert.True(
        SpinWait.SpinUntil(() => _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_patience),
        "The thread doesn't wait.");

    public void AwaitEnd() => Assert.True(_thread.Join(s_patience), "The thread doesn't end.");
}
