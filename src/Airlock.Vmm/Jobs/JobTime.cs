using System.Diagnostics;

namespace Airlock.Vmm.Jobs;

/// <summary>How long a job has run, and whether that is too long.</summary>
/// <param name="started">When it began: a timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="limit">The longest that it may take, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
internal sealed class JobTime(long started, TimeSpan limit)
{
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    public bool IsOver => limit != Timeout.InfiniteTimeSpan && Elapsed > limit;

    /// <summary>That it is over, as a sentence.</summary>
    public string Sentence => $"The run passed its time limit of {limit.TotalSeconds:0.###} seconds; raise --time-limit to let it go on.";
}
