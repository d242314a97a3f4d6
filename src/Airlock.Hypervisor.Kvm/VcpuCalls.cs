using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>The calls of a vCPU of KVM's.</summary>
internal sealed class VcpuCalls(KvmVm vm, KvmVcpu vcpu) : IVcpuCalls
{
    private CoalescedRing? _ring;

    /// <inheritdoc/>
    public VcpuExit LastExit => vcpu.LastExit;

    /// <inheritdoc/>
    public void Run() => vcpu.Run();

    /// <inheritdoc/>
    public void ClearExitRequest() => vcpu.ClearExitRequest();

    /// <inheritdoc/>
    public KvmRegisters GetRegisters() => vcpu.GetRegisters();

    /// <inheritdoc/>
    public KvmSpecialRegisters GetSpecialRegisters() => vcpu.GetSpecialRegisters();

    /// <inheritdoc/>
    public void AddDoorbell(Doorbell doorbell, EventFd signaled)
    {
        if (vm.CheckCapability(KvmCapability.IoEventFd) != 0)
        {
            vm.AddIoEventFd(new IoEventAddress(doorbell.Address, (uint)doorbell.Width, doorbell.Value), signaled);
        }
    }

    /// <inheritdoc/>
    public bool TryCollect(IReadOnlyList<ushort> ports)
    {
        if (vm.CheckCapability(KvmCapability.CoalescedPio) == 0 || vm.CheckCapability(KvmCapability.CoalescedMmio) == 0)
        {
            return false;
        }

        foreach (ushort port in ports)
        {
            vm.RegisterCoalescedZone(new CoalescedZone(port, 1, IsPort: true));
        }

        _ring = vcpu.CoalescedRing;
        return true;
    }

    /// <inheritdoc/>
    public bool TryTake(out CoalescedWrite write)
    {
        write = default;
        return _ring is not null && _ring.TryTake(out write);
    }

    /// <inheritdoc/>
    public void Dispose() => vcpu.Dispose();
}
