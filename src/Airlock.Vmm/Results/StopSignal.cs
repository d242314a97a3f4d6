using System.Runtime.ExceptionServices;

namespace Airlock.Vmm.Results;

/// <summary>Ends the run once: whoever has the first reason wins, from whatever thread.</summary>
internal sealed class StopSignal
{
    // Monitor and not Lock: whoever disposes what the wakers use has to wait for them.
    private readonly object _lock = new();
    private readonly List<Action> _wakers = [];
    private volatile bool _stopping;
    private bool _hasWoken;

    public bool IsStopping => _stopping;

    /// <summary>Why; meaningful once <see cref="IsStopping"/>.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>The reason as a sentence; empty for a plain HLT.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>What the VMM failed with, for <see cref="StopCause.Crashed"/>.</summary>
    public ExceptionDispatchInfo? Exception { get; private set; }

    /// <summary>Adds what must be woken so that it sees the stop. Called at once when that has come already.</summary>
    public void OnStop(Action waker)
    {
        lock (_lock)
        {
            if (!_stopping)
            {
                _wakers.Add(waker);
                return;
            }
        }

        waker();
    }

    /// <summary>
    /// Waits until all wakers of a stop have run, on whatever thread: then what they use can go. Never to be called by a
    /// waker, nor with a lock that one takes; so a second stop doesn't wait.
    /// </summary>
    public void AwaitWakers()
    {
        lock (_lock)
        {
            while (_stopping && !_hasWoken)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    public void Stop(StopCause cause, string reason = "") => Stop(cause, reason, exception: null);

    public void Crash(Exception exception) =>
        Stop(StopCause.Crashed, exception.Message, ExceptionDispatchInfo.Capture(exception));

    private void Stop(StopCause cause, string reason, ExceptionDispatchInfo? exception)
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            (Cause, Reason, Exception) = (cause, reason, exception);
            _stopping = true;
        }

        try
        {
            foreach (Action waker in _wakers)
            {
                waker();
            }
        }
        finally
        {
            lock (_lock)
            {
                _hasWoken = true;
                Monitor.PulseAll(_lock);
            }
        }
    }
}
