namespace Airlock.Vmm.Jobs;

/// <summary>
/// How long nothing has happened. It counts the ticks it is given, none for more than twice its length, so that a
/// process which was suspended (SIGSTOP, a sleeping laptop) isn't taken for a guest that stalled.
/// </summary>
internal sealed class StallClock
{
    private readonly TimeSpan _limit;
    private readonly TimeSpan _longestStep;
    private readonly TimeProvider _time;
    private long _lastTick;
    private long _lastActivity;
    private TimeSpan _idle;

    /// <param name="limit">Idle time after which the run has stalled; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    public StallClock(TimeSpan limit, TimeProvider time)
    {
        _limit = limit;
        _time = time;
        Tick = limit == Timeout.InfiniteTimeSpan
            ? s_longestTick
            : TimeSpan.FromTicks(Math.Clamp(limit.Ticks / 8, TimeSpan.TicksPerMillisecond, s_longestTick.Ticks));
        _longestStep = Tick * 2;
        _lastTick = time.GetTimestamp();
    }

    private static readonly TimeSpan s_longestTick = TimeSpan.FromMilliseconds(250);

    /// <summary>How often <see cref="HasStalled"/> wants to be asked.</summary>
    public TimeSpan Tick { get; }

    /// <summary>Takes the time since the last call.</summary>
    /// <param name="activity">A counter of whatever counts as a sign of life.</param>
    public bool HasStalled(long activity)
    {
        long now = _time.GetTimestamp();
        TimeSpan step = _time.GetElapsedTime(_lastTick, now);
        _lastTick = now;
        if (activity != _lastActivity)
        {
            _lastActivity = activity;
            _idle = TimeSpan.Zero;
            return false;
        }

        _idle += step < _longestStep ? step : _longestStep;
        return _limit != Timeout.InfiniteTimeSpan && _idle >= _limit;
    }
}
