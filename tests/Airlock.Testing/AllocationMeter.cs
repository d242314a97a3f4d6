namespace Airlock.Testing;

/// <summary>
/// What some code allocates on this thread. A collection that another test causes may add a few bytes to the runtime's
/// count, so the least of several runs counts: code that really allocates does so in each.
/// </summary>
public static class AllocationMeter
{
    private const int Runs = 10;

    public static long LeastBytes(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        action();
        long least = long.MaxValue;
        for (int i = 0; i < Runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
