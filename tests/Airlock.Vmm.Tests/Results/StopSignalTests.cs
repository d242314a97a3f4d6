using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Results;

public class StopSignalTests
{
    private readonly StopSignal _stop = new();

    [Fact]
    public void The_first_reason_wins()
    {
        Assert.False(_stop.IsStopping);
        _stop.Stop(StopCause.Stalled, "first");
        _stop.Stop(StopCause.ContractBroken, "second");
        _stop.Crash(new InvalidOperationException("third"));
        Assert.True(_stop.IsStopping);
        Assert.Equal((StopCause.Stalled, "first", null), (_stop.Cause, _stop.Reason, _stop.Exception));
    }

    [Fact]
    public void A_crash_keeps_its_exception()
    {
        var exception = new InvalidOperationException("broken");
        _stop.Crash(exception);
        Assert.Equal((StopCause.Crashed, "broken"), (_stop.Cause, _stop.Reason));
        Assert.Same(exception, _stop.Exception?.SourceException);
    }

    [Fact]
    public void All_wakers_run_once_in_their_order_and_see_the_stop()
    {
        var woken = new List<int>();
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            _stop.OnStop(() => woken.Add(_stop.IsStopping ? number : -1));
        }

        Assert.Empty(woken);
        _stop.Stop(StopCause.Halted);
        _stop.Stop(StopCause.Halted);
        Assert.Equal([0, 1, 2], woken);
    }

    [Fact]
    public void A_waker_that_comes_late_runs_at_once()
    {
        _stop.Stop(StopCause.Halted);
        bool woken = false;
        _stop.OnStop(() => woken = true);
        Assert.True(woken);
    }

    [Fact]
    public void A_waker_may_stop_the_run_again()
    {
        _stop.OnStop(() => _stop.Stop(StopCause.Cancelled));
        _stop.Stop(StopCause.Halted);
        Assert.Equal(StopCause.Halted, _stop.Cause);
    }

    [Fact]
    public void Who_disposes_what_wakers_use_can_wait_for_them() => Runner.InTime(() =>
    {
        using ManualResetEventSlim isWaking = new(), mayEnd = new();
        bool hasEnded = false;
        _stop.OnStop(() =>
        {
            isWaking.Set();
            Assert.True(mayEnd.Wait(TimeSpan.FromSeconds(20)));
            hasEnded = true;
        });
        Runner first = Runner.Start(() => _stop.Stop(StopCause.Cancelled));
        isWaking.Wait();
        _stop.Stop(StopCause.Cancelled); // waits for nobody
        Assert.False(hasEnded);
        Runner disposing = Runner.Start(() =>
        {
            _stop.AwaitWakers();
            Assert.True(hasEnded);
        });
        disposing.AwaitWaiting();
        mayEnd.Set();
        disposing.AwaitEnd();
        first.AwaitEnd();
    });

    [Fact]
    public void Of_many_threads_one_wins_and_every_waker_runs_once()
    {
        const int threads = 8;
        int woken = 0;
        using var barrier = new Barrier(threads);
        Runner[] all = [.. Enumerable.Range(0, threads).Select(i => Runner.Start(() =>
        {
            barrier.SignalAndWait();
            _stop.OnStop(() => Interlocked.Increment(ref woken));
            _stop.Stop((StopCause)(i % 3), $"reason {i % 3}");
        }))];
        Array.ForEach(all, runner => runner.AwaitEnd());
        Assert.Equal(threads, woken);
        Assert.Equal($"reason {(int)_stop.Cause}", _stop.Reason);
    }
}
