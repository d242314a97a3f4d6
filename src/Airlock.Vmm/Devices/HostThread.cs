using Airlock.Memory;

namespace Airlock.Vmm.Devices;

/// <summary>Threads, of which a host may have none left.</summary>
internal static class HostThread
{
    /// <exception cref="HostException">There is none left.</exception>
    public static void Start(Thread thread)
    {
        try
        {
            thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // Whatever pthread_create(3) says, the runtime makes one of these of it.
            throw new HostException(
                "A thread can't be started: no thread or no memory is left; raise ulimit -u or the limit of the container (pids.max), and see ulimit -v.", e);
        }
    }
}
