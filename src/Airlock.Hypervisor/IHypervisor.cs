using Airlock.Memory;

namespace Airlock.Hypervisor;

/// <summary>A way of this host to run guests. It makes machines; each is good for one program.</summary>
public interface IHypervisor : IDisposable
{
    /// <summary>What people call it, as "kvm".</summary>
    string Name { get; }

    /// <summary>Makes a machine with the program loaded; nothing of it runs yet.</summary>
    /// <param name="program">What is to run, and in how much RAM.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="HostException">This host can't do that.</exception>
    /// <exception cref="GuestProgramException">The program doesn't fit the machine.</exception>
    IVirtualMachine CreateMachine(GuestProgram program);
}
