using Airlock.Memory;

namespace Airlock.Hypervisor;

/// <summary>The CPU of a machine, for the one thread that it was bound to.</summary>
public interface IVirtualCpu : IDisposable
{
    /// <summary>
    /// Lets the guest run until something has to be done for it, it has ended, or an exit was requested. The data of a
    /// read that the exit before has told of is taken first. Allocates nothing, but for an exit that ends the guest.
    /// </summary>
    /// <returns>Why it stopped; its data is good until the next call.</returns>
    /// <exception cref="HostException">This host can't let it run on.</exception>
    GuestExit Run();
}
