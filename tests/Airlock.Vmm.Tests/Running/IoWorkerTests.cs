using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Running;

public class IoWorkerTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly StopSignal _stop = new();

    [Fact]
    public void Each_notification_is_served_and_a_stop_ends_the_thread()
    {
        using var served = new SemaphoreSlim(0);
        using var worker = new IoWorker("input", () => served.Release(), _stop);
        worker.Start();
        worker.Notified.Signal();
        Assert.True(served.Wait(s_limit));
        worker.Notified.Signal();
        Assert.True(served.Wait(s_limit));
        _stop.Stop(StopCause.Halted);
        ShouldEnd(worker);
    }

    [Fact]
    public void What_it_fails_with_ends_the_run()
    {
        var exception = new InvalidOperationException("broken");
        using var worker = new IoWorker("input", () => throw exception, _stop);
        worker.Start();
        worker.Notified.Signal();
        ShouldEnd(worker);
        Assert.Same(exception, _stop.Exception?.SourceException);
    }

    [Fact]
    public void One_that_was_never_started_has_nothing_to_join()
    {
        using var worker = new IoWorker("input", () => { }, _stop);
        ShouldEnd(worker);
    }

    [Fact]
    public void One_that_starts_after_the_stop_ends_at_once()
    {
        _stop.Stop(StopCause.Halted);
        using var worker = new IoWorker("input", () => { }, _stop);
        worker.Start();
        ShouldEnd(worker);
    }

    /// <summary>A thread that goes on fails the test.</summary>
    private static void ShouldEnd(IoWorker worker) => Runner.Start(worker.Join).AwaitEnd();
}
