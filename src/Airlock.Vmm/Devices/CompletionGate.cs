namespace Airlock.Vmm.Devices;

/// <summary>
/// Where the vCPU waits for its devices: a guest that has nothing to do reads InterruptStatus, and the answer is held
/// back until some request has completed. That costs one exit instead of a core that spins.
/// </summary>
/// <remarks>
/// To the guest this is a register that is slow to answer, so a driver that knows nothing of it loses nothing.
/// </remarks>
internal sealed class CompletionGate
{
    /// <summary>The longest that one read is held: a driver that forgot to notify is not held for good.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(100);

    private readonly object _monitor = new();
    private bool _completed;
    private bool _open;

    /// <summary>Something has completed since the guest last looked.</summary>
    public void Signal()
    {
        lock (_monitor)
        {
            _completed = true;
            Monitor.Pulse(_monitor);
        }
    }

    /// <summary>Lets everybody through from now on: the machine is stopping.</summary>
    public void Open()
    {
        lock (_monitor)
        {
            _open = true;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>Waits until something has completed since the last call.</summary>
    public void Wait()
    {
        lock (_monitor)
        {
            if (!_completed && !_open)
            {
                Monitor.Wait(_monitor, s_longestWait);
            }

            _completed = false;
        }
    }
}
