using System.Diagnostics;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>
/// What a guest has made available before it halted: it is done as if the guest still ran, so that what the run comes to
/// doesn't depend on how far the devices' threads are by then.
/// </summary>
/// <param name="limit">The longest that it may take. A queue that goes on by itself has a bound of its own.</param>
internal sealed class LastRequests(IReadOnlyList<BlockChannel> disks, TimeSpan limit, StopSignal stop)
{
    /// <summary>Has them done, and ends the run: as halted, or as broken if anything is left or a queue turns out to be broken.</summary>
    public void Finish()
    {
        foreach (BlockChannel disk in disks)
        {
            disk.Close();
        }

        long began = Stopwatch.GetTimestamp();
        while (!TryFinish(began) && Stopwatch.GetElapsedTime(began) < limit && !stop.IsStopping)
        {
            // A read has put something into another device's ring.
        }

        foreach (BlockChannel disk in disks)
        {
            if (!disk.IsIdle)
            {
                stop.Stop(StopCause.ContractBroken,
                    $"The guest halted with requests on its {disk.Name} device that take too long or bring new ones. This is a bug in the guest's driver: it must wait for its requests.");
                return;
            }
        }

        stop.Stop(StopCause.Halted);
    }

    /// <returns>Whether all devices were done at the same time.</returns>
    private bool TryFinish(long began)
    {
        foreach (BlockChannel disk in disks)
        {
            disk.Finish(limit - Stopwatch.GetElapsedTime(began));
        }

        foreach (BlockChannel disk in disks)
        {
            if (!disk.IsDone)
            {
                return false;
            }
        }

        return true;
    }
}
