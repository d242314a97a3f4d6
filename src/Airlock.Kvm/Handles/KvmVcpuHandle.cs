using Airlock.Kvm.Abi;

namespace Airlock.Kvm.Handles;

/// <summary>A vCPU's descriptor.</summary>
internal sealed class KvmVcpuHandle : FileDescriptorHandle
{
    private KvmVcpuHandle(int fd, KvmVmHandle vm)
        : base(fd, vm)
    {
    }

    internal static KvmVcpuHandle Create(KvmVmHandle vm, int id) =>
        new(CreateChild(vm, KvmRequest.KVM_CREATE_VCPU, id, nameof(KvmRequest.KVM_CREATE_VCPU)), vm);
}
