using System.Diagnostics;

namespace Airlock.Vmm.Devices;

/// <summary>
/// Where the vCPU waits for its devices: a guest that has nothing to do reads InterruptStatus, and the answer is held
/// back until requests have completed. That costs one exit instead of a core that spins.
/// </summary>
/// <remarks>
/// To the guest this is a register that is slow to answer, so a driver that knows nothing of it loses nothing.
/// </remarks>
internal sealed class CompletionGate
{
    /// <summary>The longest that one read is held: a driver that forgot to notify is not held for good.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>A guest that copies comes back sooner than that.</summary>
    private static readonly TimeSpan s_longestAbsence = TimeSpan.FromMilliseconds(2);

    private readonly object _monitor = new();
    private long _completed;
    private long _wanted = long.MaxValue;
    private long _lastSeen;
    private bool _open;

    /// <summary>
    /// Whether the guest is here, or was a moment ago, so that it can be expected back; may be read from any thread.
    /// </summary>
    public bool IsInUse => Stopwatch.GetElapsedTime(Volatile.Read(ref _lastSeen)) < s_longestAbsence;

    /// <summary>So many requests have completed, and the guest can see it.</summary>
    public void Signal(long requests)
    {
        lock (_monitor)
        {
            _completed += requests;
            if (_completed >= _wanted)
            {
                Monitor.Pulse(_monitor);
            }
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

    /// <summary>
    /// The guest has come to wait: what has completed so far it can see. To be called before what is pending is counted, so
    /// that nothing that completes after that is missed.
    /// </summary>
    public void Enter()
    {
        Volatile.Write(ref _lastSeen, Stopwatch.GetTimestamp());
        lock (_monitor)
        {
            _completed = 0;
        }
    }

    /// <summary>Waits until so many requests have completed since <see cref="Enter"/>.</summary>
    public void Wait(long requests)
    {
        lock (_monitor)
        {
            if (_completed < requests && !_open)
            {
                _wanted = requests;
                Monitor.Wait(_monitor, s_longestWait);
                _wanted = long.MaxValue;
            }
        }

        Volatile.Write(ref _lastSeen, Stopwatch.GetTimestamp());
    }
}
