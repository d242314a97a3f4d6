using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Devices;

public class DeviceThreadTests
{
    private readonly StopSignal _stop = new();

    [Fact]
    public void Each_notification_is_served_and_a_stop_ends_the_thread()
    {
        using var served = new SemaphoreSlim(0);
        using var thread = new DeviceThread("input", () => served.Release(), _stop);
        thread.Start();
        thread.Notified.Signal();
        served.Wait();
        thread.Notified.Signal();
        served.Wait();
        _stop.Stop(StopCause.Halted);
        thread.Join();
    }

    [Fact]
    public void What_it_fails_with_ends_the_run()
    {
        var exception = new InvalidOperationException("broken");
        using var thread = new DeviceThread("input", () => throw exception, _stop);
        thread.Start();
        thread.Notified.Signal();
        thread.Join();
        Assert.Same(exception, _stop.Exception?.SourceException);
    }

    [Fact]
    public void One_that_was_never_started_has_nothing_to_join()
    {
        using var thread = new DeviceThread("input", () => { }, _stop);
        thread.Join();
    }

    [Fact]
    public void One_that_starts_after_the_stop_ends_at_once()
    {
        _stop.Stop(StopCause.Halted);
        using var thread = new DeviceThread("input", () => { }, _stop);
        thread.Start();
        thread.Join();
    }
}
