using Airlock.Memory;

namespace Airlock.Hypervisor;

/// <summary>A machine with one CPU, which runs one ring 3 program in its RAM.</summary>
/// <remarks>
/// The hints are for before the CPU runs. A hypervisor may ignore them: the access then is an exit like any other, so
/// that whoever gives one handles both.
/// </remarks>
public interface IVirtualMachine : IDisposable
{
    /// <summary>The guest's RAM, with the program in it. Good until the machine is disposed.</summary>
    GuestMemory Memory { get; }

    /// <summary>What the CPU needs of the host while it runs; known once it is bound.</summary>
    HostNeeds Needs { get; }

    /// <summary>Makes the CPU, for the calling thread alone: that one runs it, and must not end before it.</summary>
    /// <returns>Owned by the caller; to be disposed on the same thread, before the machine.</returns>
    /// <exception cref="HostException">This host can't do that.</exception>
    IVirtualCpu BindCpu();

    /// <summary>Hint: such a write does nothing but signal, so it need not be an exit.</summary>
    /// <param name="doorbell">Which write.</param>
    /// <param name="signaled">What is signaled instead of an exit; stays the caller's.</param>
    void AddDoorbell(Doorbell doorbell, EventFd signaled);

    /// <summary>Hint: bytes written to this port may be collected, and told together with the next exit.</summary>
    /// <param name="port">An I/O port; it is written a byte at a time.</param>
    void AddCollectedPort(ushort port);

    /// <summary>
    /// Makes the CPU's <see cref="IVirtualCpu.Run"/> return soon, with <see cref="GuestExitKind.Interrupted"/> unless
    /// another exit comes first. From any thread; never lost, whether the CPU runs at the moment or not.
    /// </summary>
    void RequestExit();

    /// <summary>As <see cref="RequestExit"/>, but only if collected bytes may be waiting for it.</summary>
    void RequestCollected();
}
