namespace Airlock.Testing;

/// <summary>Requests for an exit, none of which is lost, and a guest that runs until there is one.</summary>
internal sealed class ExitRequests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private bool _isMade;
    private bool _isWaiting;

    public void Make()
    {
        lock (_gate)
        {
            _isMade = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether there was one.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            bool wasMade = _isMade;
            _isMade = false;
            return wasMade;
        }
    }

    /// <summary>Waits for one, however long.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            _isWaiting = true;
            Monitor.PulseAll(_gate);
            while (!_isMade)
            {
                Monitor.Wait(_gate);
            }

            (_isMade, _isWaiting) = (false, false);
        }
    }

    /// <summary>Returns once somebody waits.</summary>
    public void AwaitWaiting()
    {
        long deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        lock (_gate)
        {
            while (!_isWaiting)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, (int)left))
                {
                    throw new TimeoutException("The guest doesn't come to where it runs for ever.");
                }
            }
        }
    }
}
