using System.Runtime.InteropServices;
using Airlock.Kvm;
using Airlock.Memory;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Hypervisor.Kvm;

/// <summary>Machines on /dev/kvm.</summary>
public sealed class KvmHypervisor : IHypervisor
{
    private readonly KvmSystem _system;

    private KvmHypervisor(KvmSystem system) => _system = system;

    /// <inheritdoc/>
    public string Name => "kvm";

    /// <summary>The open device, to hand it to another process.</summary>
    public SafeHandle Device => _system.Handle;

    /// <summary>Whether a doorbell needs no exit to user space (KVM_CAP_IOEVENTFD).</summary>
    public bool HasIoEvents => _system.CheckCapability(KvmCapability.IoEventFd) != 0;

    /// <summary>Whether bytes on a port are collected (KVM_CAP_COALESCED_PIO).</summary>
    public bool CollectsPorts => _system.CheckCapability(KvmCapability.CoalescedPio) != 0;

    /// <summary>Opens /dev/kvm.</summary>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="HostException">There is none, or it can't be used.</exception>
    public static KvmHypervisor Open()
    {
        try
        {
            return new KvmHypervisor(KvmSystem.Open());
        }
        catch (KvmException e)
        {
            throw new HostException(e.Message, e);
        }
    }

    /// <summary>Takes the device that another process has opened.</summary>
    /// <param name="device">Owned by the hypervisor from now on.</param>
    /// <returns>Owned by the caller.</returns>
    public static KvmHypervisor Adopt(SafeFileHandle device) => new(KvmSystem.Adopt(device));

    /// <inheritdoc/>
    public IVirtualMachine CreateMachine(GuestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            return new KvmMachine(_system, program);
        }
        catch (KvmException e)
        {
            throw new HostException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _system.Dispose();
}
