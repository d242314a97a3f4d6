using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Vmm.Running;

namespace Airlock.Vmm.Messages;

/// <summary>A source that is a device of the machine, announced in the boot configuration.</summary>
internal interface IMessageDevice : IMessageSource
{
    /// <summary>Gives it its window.</summary>
    void MapTo(Bus mmio);

    /// <summary>How KVM can wake the reader when the guest notifies, so that the vCPU runs on.</summary>
    void AddShortcut(ExitShortcuts shortcuts, KvmVm vm);
}
