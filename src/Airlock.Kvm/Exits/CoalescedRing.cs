using System.Diagnostics.CodeAnalysis;
using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;

namespace Airlock.Kvm;

/// <summary>Guest writes that the kernel collected instead of exiting for each. KVM API, 4.116.</summary>
/// <remarks>
/// There is one ring a VM, seen through each of its vCPUs. Drain it after every exit, before the exit itself is looked
/// at: what is in it happened earlier. A full ring makes the next write an ordinary exit, so nothing gets lost. One
/// thread at a time may take from it; it needn't be the one that runs the vCPU.
/// </remarks>
public sealed unsafe class CoalescedRing
{
    private const int MaxWriteLength = 8;

    private readonly VcpuMapping _mapping;
    private readonly int _offset;

    /// <param name="mapping">The mapping of one vCPU.</param>
    /// <param name="page">Which page of it holds the ring: the value of KVM_CAP_COALESCED_MMIO.</param>
    internal CoalescedRing(VcpuMapping mapping, int page)
    {
        int pageSize = Environment.SystemPageSize;
        _mapping = mapping;
        _offset = checked(page * pageSize);
        _ = mapping.Slice((ulong)_offset, (ulong)pageSize); // throws if the page isn't there

        // KVM_COALESCED_MMIO_MAX
        Capacity = (pageSize - sizeof(kvm_coalesced_mmio_ring)) / sizeof(kvm_coalesced_mmio);
    }

    /// <summary>How many entries the ring is made of; it is full with one fewer.</summary>
    public int Capacity { get; }

    /// <summary>Takes the oldest write.</summary>
    /// <param name="write">The write.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ObjectDisposedException">The vCPU is disposed.</exception>
    /// <exception cref="KvmException"><see cref="KvmErrorKind.InvalidExit"/>.</exception>
    public bool TryTake(out CoalescedWrite write)
    {
        bool referenced = false;
        _mapping.DangerousAddRef(ref referenced);
        try
        {
            return TryTakeMapped(out write);
        }
        finally
        {
            _mapping.DangerousRelease();
        }
    }

    private bool TryTakeMapped(out CoalescedWrite write)
    {
        // SAFETY: the constructor checked that the ring's page lies in the mapping, which the caller keeps alive.
        var ring = (kvm_coalesced_mmio_ring*)((byte*)_mapping.Run + _offset);
        var entries = (kvm_coalesced_mmio*)(ring + 1);

        uint first = ring->first;
        uint last = Volatile.Read(ref ring->last); // acquire: the entries before it are complete
        if (first == last)
        {
            write = default;
            return false;
        }

        if (first >= (uint)Capacity || last >= (uint)Capacity)
        {
            ThrowBadIndex(first, last);
        }

        // SAFETY: first is below Capacity, as just checked.
        kvm_coalesced_mmio entry = entries[first];
        write = new CoalescedWrite(
            entry.phys_addr, (int)Math.Min(entry.len, MaxWriteLength), entry.pio != 0, entry.data);

        // Release: the kernel may use the entry again only after it was copied.
        Volatile.Write(ref ring->first, (first + 1) % (uint)Capacity);
        return true;
    }

    [DoesNotReturn]
    private static void ThrowBadIndex(uint first, uint last) =>
        throw KvmException.InvalidExit($"indices {first} and {last} in the coalesced ring");
}
