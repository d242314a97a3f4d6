using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Devices;

public class DeviceThreadTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly StopSignal _stop = new();

    [Fact]
    public void Each_notification_is_served_and_a_stop_ends_the_thread()
    {
        using var served = new SemaphoreSlim(0);
        using var thread = new DeviceThread("input", () => served.Release(), _stop);
        thread.Start();
        thread.Notified.Signal();
        Assert.True(served.Wait(s_limit));
        thread.Notified.Signal();
        Assert.True(served.Wait(s_limit));
        _stop.Stop(StopCause.Halted);
        ShouldEnd(thread);
    }

    [Fact]
    public void What_it_fails_with_ends_the_run()
    {
        var exception = new InvalidOperationException("broken");
        using var thread = new DeviceThread("input", () => throw exception, _stop);
        thread.Start();
        thread.Notified.Signal();
        ShouldEnd(thread);
        Assert.Same(exception, _stop.Exception?.SourceException);
    }

    [Fact]
    public void One_that_was_never_started_has_nothing_to_join()
    {
        using var thread = new DeviceThread("input", () => { }, _stop);
        ShouldEnd(thread);
    }

    [Fact]
    public void One_that_starts_after_the_stop_ends_at_once()
    {
        _stop.Stop(StopCause.Halted);
        using var thread = new DeviceThread("input", () => { }, _stop);
        thread.Start();
        ShouldEnd(thread);
    }

    /// <summary>A thread that goes on fails the test.</summary>
    private static void ShouldEnd(DeviceThread thread) => Runner.Start(thread.Join).AwaitEnd();
}
