using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Devices;

/// <summary>A source that is a device of the machine, announced in the boot configuration.</summary>
internal interface IMessageDevice : IMessageSource
{
    /// <summary>Gives it its window.</summary>
    void MapTo(Bus mmio);

    /// <summary>Says how the reader can be woken when the guest notifies, so that the vCPU runs on.</summary>
    void AddDoorbell(IVirtualMachine machine);
}
