namespace Airlock.Kvm;

/// <summary>Where a piece of memory appears in a guest. KVM API, 4.35 (KVM_SET_USER_MEMORY_REGION).</summary>
/// <param name="Slot">The number under which the region is changed or removed later.</param>
/// <param name="GuestAddress">Guest-physical address of its first byte; a multiple of the page size.</param>
/// <param name="Length">Length in bytes; a multiple of the page size, not 0.</param>
/// <param name="IsReadOnly">
/// Whether guest writes are kept off the memory and become MMIO exits. Needs
/// <see cref="KvmCapability.ReadOnlyMemory"/>.
/// </param>
public readonly record struct KvmMemoryRegion(uint Slot, ulong GuestAddress, ulong Length, bool IsReadOnly = false);
