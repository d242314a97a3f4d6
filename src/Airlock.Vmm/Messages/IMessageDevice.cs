using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Vmm.Messages;

/// <summary>A source that is a device of the machine, announced in the boot configuration.</summary>
internal interface IMessageDevice : IMessageSource
{
    /// <summary>Gives it its window.</summary>
    void MapTo(Bus mmio);

    /// <summary>Lets KVM wake the reader when the guest notifies, so that the vCPU runs on.</summary>
    void ConnectNotification(KvmVm vm);
}
