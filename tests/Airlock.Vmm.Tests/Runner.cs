using System.Runtime.ExceptionServices;

namespace Airlock.Vmm.Tests;

/// <summary>Another thread, with the means to see that it waits or has ended, each within a generous time.</summary>
internal sealed class Runner
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    private Runner(Action action)
    {
        _thread = new Thread(() => Run(action)) { IsBackground = true };
    }

    public static Runner Start(Action action)
    {
        var runner = new Runner(action);
        runner._thread.Start();
        return runner;
    }

    /// <summary>Does something that could hang, within the time.</summary>
    public static void InTime(Action action) => Start(action).AwaitEnd();

    /// <summary>Returns once the thread waits for something.</summary>
    public void AwaitWaiting() => Assert.True(
        SpinWait.SpinUntil(() => _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_patience),
        "The thread doesn't wait.");

    /// <summary>Fails with what the thread has failed with.</summary>
    public void AwaitEnd()
    {
        Assert.True(_thread.Join(s_patience), "The thread doesn't end.");
        _failure?.Throw();
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // whatever it is, it is the test's
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
