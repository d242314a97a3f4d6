using System.Runtime.InteropServices;
using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;

namespace Airlock.Kvm;

/// <summary>A virtual machine: memory, vCPUs, what the kernel does for its devices. KVM API, 4, "VM ioctls".</summary>
/// <remarks>
/// Its methods can be called from any thread. The kernel keeps a VM until its last vCPU is closed; so does this
/// library keep the memory given to it, whatever is disposed first.
/// </remarks>
public sealed class KvmVm : IDisposable
{
    private readonly KvmVmHandle _handle;
    private readonly int _mappingLength;

    internal KvmVm(KvmVmHandle handle, int mappingLength)
    {
        _handle = handle;
        _mappingLength = mappingLength;
    }

    /// <summary>The descriptor, for ioctls that this library doesn't wrap.</summary>
    public SafeHandle Handle => _handle;

    /// <summary>Asks for a capability as this VM has it. KVM API, 4.4 (KVM_CHECK_EXTENSION).</summary>
    /// <param name="capability">The capability.</param>
    /// <returns>0 if it is missing, else 1 or a number whose meaning depends on the capability.</returns>
    public int CheckCapability(KvmCapability capability) => KvmIoctl.Call(
        _handle, KvmRequest.KVM_CHECK_EXTENSION, (int)capability, nameof(KvmRequest.KVM_CHECK_EXTENSION));

    /// <summary>Makes a vCPU. KVM API, 4.7 (KVM_CREATE_VCPU).</summary>
    /// <param name="id">Its number, also its APIC id; the first is 0.</param>
    /// <returns>The vCPU, in the state after a reset.</returns>
    /// <exception cref="KvmException">The kernel refused, for example a number in use (EEXIST).</exception>
    public KvmVcpu CreateVcpu(int id = 0)
    {
        KvmVcpuHandle vcpu = KvmVcpuHandle.Create(_handle, id);
        try
        {
            int ringPage = CheckCapability(KvmCapability.CoalescedMmio);
            return new KvmVcpu(vcpu, VcpuMapping.Map(vcpu, _mappingLength), ringPage);
        }
        catch
        {
            vcpu.Dispose();
            throw;
        }
    }

    /// <summary>Lets the guest see a piece of memory. KVM API, 4.35 (KVM_SET_USER_MEMORY_REGION).</summary>
    /// <param name="region">Where the guest sees it.</param>
    /// <param name="memory">The memory; not released before the region is removed or the VM is gone.</param>
    /// <param name="offset">Where in <paramref name="memory"/> the region begins, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The region is empty or larger than the memory.</exception>
    /// <exception cref="KvmException">Not aligned to pages, or in the way of another region.</exception>
    public void SetUserMemoryRegion(in KvmMemoryRegion region, SafeBuffer memory, ulong offset = 0)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfZero(region.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, memory.ByteLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(region.Length, memory.ByteLength - offset);
        if (region.IsReadOnly && CheckCapability(KvmCapability.ReadOnlyMemory) == 0)
        {
            throw KvmException.MissingCapability(KvmCapability.ReadOnlyMemory);
        }

        kvm_userspace_memory_region argument = new()
        {
            slot = region.Slot,
            flags = region.IsReadOnly ? kvm_userspace_memory_region.KVM_MEM_READONLY : 0,
            guest_phys_addr = region.GuestAddress,
            memory_size = region.Length,
        };
        _handle.SetSlot(ref argument, memory, offset);
    }

    /// <summary>Takes a piece of memory away from the guest. KVM API, 4.35 (memory_size 0).</summary>
    /// <param name="slot">The number it was set with.</param>
    /// <exception cref="KvmException">There is no such region.</exception>
    public void RemoveUserMemoryRegion(uint slot)
    {
        kvm_userspace_memory_region argument = new() { slot = slot };
        _handle.SetSlot(ref argument, memory: null, offset: 0);
    }

    /// <summary>
    /// Says where KVM may keep three pages of its own, which VMX needs for guests without protected mode or paging;
    /// harmless elsewhere. KVM API, 4.36 (KVM_SET_TSS_ADDR).
    /// </summary>
    /// <param name="address">Guest-physical address below 4 GiB, clear of all memory and devices.</param>
    public void SetTssAddress(uint address) => KvmIoctl.Call(
        _handle, KvmRequest.KVM_SET_TSS_ADDR, (nint)address, nameof(KvmRequest.KVM_SET_TSS_ADDR));

    /// <summary>Lets the kernel signal a descriptor on a guest write, without an exit. KVM API, 4.59.</summary>
    /// <param name="address">The writes that count.</param>
    /// <param name="eventFd">The descriptor of an eventfd(2); the kernel keeps its own reference.</param>
    public void AddIoEventFd(in IoEventAddress address, SafeHandle eventFd) => IoEventFd(address, eventFd, 0);

    /// <summary>Undoes <see cref="AddIoEventFd"/>, with the same arguments. KVM API, 4.59.</summary>
    /// <param name="address">As given before.</param>
    /// <param name="eventFd">As given before.</param>
    public void RemoveIoEventFd(in IoEventAddress address, SafeHandle eventFd) =>
        IoEventFd(address, eventFd, kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DEASSIGN);

    /// <summary>Lets writes wait in the <see cref="CoalescedRing"/>. KVM API, 4.116.</summary>
    /// <param name="zone">The addresses or ports.</param>
    /// <exception cref="KvmException"><see cref="KvmErrorKind.MissingCapability"/>, or the kernel refused.</exception>
    public void RegisterCoalescedZone(in CoalescedZone zone)
    {
        KvmCapability needed = zone.IsPort ? KvmCapability.CoalescedPio : KvmCapability.CoalescedMmio;
        if (CheckCapability(needed) == 0)
        {
            throw KvmException.MissingCapability(needed);
        }

        Coalesce(zone, KvmRequest.KVM_REGISTER_COALESCED_MMIO, nameof(KvmRequest.KVM_REGISTER_COALESCED_MMIO));
    }

    /// <summary>Undoes <see cref="RegisterCoalescedZone"/>; what is in the ring stays there. KVM API, 4.116.</summary>
    /// <param name="zone">As registered.</param>
    public void UnregisterCoalescedZone(in CoalescedZone zone) =>
        Coalesce(zone, KvmRequest.KVM_UNREGISTER_COALESCED_MMIO, nameof(KvmRequest.KVM_UNREGISTER_COALESCED_MMIO));

    /// <summary>Closes the VM, once its last vCPU is closed too.</summary>
    public void Dispose() => _handle.Dispose();

    private void IoEventFd(in IoEventAddress address, SafeHandle eventFd, uint flags)
    {
        ArgumentNullException.ThrowIfNull(eventFd);
        bool referenced = false;
        eventFd.DangerousAddRef(ref referenced);
        try
        {
            kvm_ioeventfd argument = new()
            {
                datamatch = address.DataMatch ?? 0,
                addr = address.Address,
                len = address.Length,
                fd = (int)eventFd.DangerousGetHandle(),
                flags = flags
                    | (address.DataMatch is null ? 0 : kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DATAMATCH)
                    | (address.IsPort ? kvm_ioeventfd.KVM_IOEVENTFD_FLAG_PIO : 0),
            };
            KvmIoctl.Call(_handle, KvmRequest.KVM_IOEVENTFD, ref argument, nameof(KvmRequest.KVM_IOEVENTFD));
        }
        finally
        {
            eventFd.DangerousRelease();
        }
    }

    private void Coalesce(in CoalescedZone zone, nuint request, string operation)
    {
        kvm_coalesced_mmio_zone argument = new()
        {
            addr = zone.Address,
            size = zone.Length,
            pio = zone.IsPort ? 1u : 0,
        };
        KvmIoctl.Call(_handle, request, ref argument, operation);
    }
}
