using System.Runtime.InteropServices;
using Airlock.Kvm.Abi;

namespace Airlock.Kvm.Handles;

/// <summary>A VM's descriptor, and references to the memory that the VM can reach.</summary>
/// <remarks>
/// While a memory slot exists, KVM maps whatever lies at its host addresses into the guest. Were the memory unmapped
/// and the addresses used again, the guest would see the new owner's data; so memory is let go only after its slot,
/// or the VM with all its vCPUs, is gone.
/// </remarks>
internal sealed class KvmVmHandle : FileDescriptorHandle
{
    private readonly Dictionary<uint, SafeBuffer> _slots = [];
    private readonly Lock _lock = new();

    private KvmVmHandle(int fd, KvmSystemHandle system)
        : base(fd, system)
    {
    }

    internal static KvmVmHandle Create(KvmSystemHandle system) =>
        new(CreateChild(system, KvmRequest.KVM_CREATE_VM, 0, nameof(KvmRequest.KVM_CREATE_VM)), system);

    /// <summary>Sets a slot to <paramref name="memory"/> from <paramref name="offset"/> on, or removes it.</summary>
    internal void SetSlot(ref kvm_userspace_memory_region region, SafeBuffer? memory, ulong offset)
    {
        lock (_lock)
        {
            bool referenced = false;
            memory?.DangerousAddRef(ref referenced);
            try
            {
                region.userspace_addr = memory is null ? 0 : (ulong)memory.DangerousGetHandle() + offset;
                KvmIoctl.Call(
                    this, KvmRequest.KVM_SET_USER_MEMORY_REGION, ref region,
                    nameof(KvmRequest.KVM_SET_USER_MEMORY_REGION));
            }
            catch
            {
                memory?.DangerousRelease();
                throw;
            }

            if (_slots.Remove(region.slot, out SafeBuffer? former))
            {
                former.DangerousRelease();
            }

            if (memory is not null)
            {
                _slots.Add(region.slot, memory);
            }
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        bool closed = base.ReleaseHandle();
        foreach (SafeBuffer memory in _slots.Values)
        {
            memory.DangerousRelease();
        }

        return closed;
    }
}
