using Airlock.Memory;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Devices;

/// <summary>
/// A thread that serves one device: it sleeps until the guest notifies (the vCPU runs on meanwhile), works
/// until the queue is empty, and sleeps again.
/// </summary>
internal sealed class DeviceThread : IDisposable
{
    private readonly Action _serve;
    private readonly StopSignal _stop;
    private readonly Thread _thread;
    private bool _isStarted;

    /// <param name="name">The device's, for debuggers.</param>
    /// <param name="serve">Serves all that waits; must not throw for what a guest does.</param>
    public DeviceThread(string name, Action serve, StopSignal stop)
    {
        _serve = serve;
        _stop = stop;
        _thread = new Thread(Run, maxStackSize: 256 << 10) { Name = $"airlock-{name}", IsBackground = true };
    }

    /// <summary>Signaled by whoever wants the queue looked at.</summary>
    public EventFd Notified { get; } = new();

    /// <exception cref="HostException">The host has no thread left.</exception>
    public void Start()
    {
        _stop.OnStop(() => Notified.Signal());
        HostThread.Start(_thread);
        _isStarted = true;
    }

    /// <summary>Waits until the thread has ended, which it does once the run is stopped.</summary>
    public void Join()
    {
        if (_isStarted)
        {
            _thread.Join();
        }
    }

    public void Dispose() => Notified.Dispose();

    private void Run()
    {
        try
        {
            while (!_stop.IsStopping)
            {
                Notified.Wait();
                _serve();
            }
        }
#pragma warning disable CA1031 // the thread's last line of defense: whatever it is ends the run, and is reported
        catch (Exception e)
#pragma warning restore CA1031
        {
            _stop.Crash(e);
        }
    }
}
