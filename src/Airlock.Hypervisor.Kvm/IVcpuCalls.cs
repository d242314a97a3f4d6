using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>What the vCPU's thread asks of KVM once the guest runs.</summary>
internal interface IVcpuCalls : IDisposable
{
    /// <inheritdoc cref="KvmVcpu.LastExit"/>
    VcpuExit LastExit { get; }

    /// <inheritdoc cref="KvmVcpu.Run"/>
    void Run();

    /// <inheritdoc cref="KvmVcpu.ClearExitRequest"/>
    void ClearExitRequest();

    /// <inheritdoc cref="KvmVcpu.GetRegisters"/>
    KvmRegisters GetRegisters();

    /// <inheritdoc cref="KvmVcpu.GetSpecialRegisters"/>
    KvmSpecialRegisters GetSpecialRegisters();

    /// <summary>Has KVM signal an event instead of an exit, if it can.</summary>
    void AddDoorbell(Doorbell doorbell, EventFd signaled);

    /// <summary>Has KVM collect the bytes that are written to some ports.</summary>
    /// <returns>Whether it can.</returns>
    bool TryCollect(IReadOnlyList<ushort> ports);

    /// <summary>Takes the oldest write that was collected.</summary>
    bool TryTake(out CoalescedWrite write);
}
