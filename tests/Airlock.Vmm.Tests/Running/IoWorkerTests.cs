using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Running;

public class IoWorkerTests
{
    private readonly StopSignal _stop = new();

    [Fact]
    public void Each_notification_is_served_and_a_stop_ends_the_thread()
    {
        using var served = new SemaphoreSlim(0);
        using var worker = new IoWorker("input", () => served.Release(), _stop);
        worker.Start();
        worker.Notified.Signal();
        served.Wait();
        worker.Notified.Signal();
        served.Wait();
        _stop.Stop(StopCause.Halted);
        worker.Join();
    }

    [Fact]
    public void What_it_fails_with_ends_the_run()
    {
        var exception = new InvalidOperationException("broken");
        using var worker = new IoWorker("input", () => throw exception, _stop);
        worker.Start();
        worker.Notified.Signal();
        worker.Join();
        Assert.Same(exception, _stop.Exception?.SourceException);
    }

    [Fact]
    public void One_that_was_never_started_has_nothing_to_join()
    {
        using var worker = new IoWorker("input", () => { }, _stop);
        worker.Join();
    }

    [Fact]
    public void One_that_starts_after_the_stop_ends_at_once()
    {
        _stop.Stop(StopCause.Halted);
        using var worker = new IoWorker("input", () => { }, _stop);
        worker.Start();
        worker.Join();
    }
}
