namespace Airlock.Kvm;

/// <summary>Which guest writes signal an event descriptor. KVM API, 4.59 (KVM_IOEVENTFD).</summary>
/// <param name="Address">Guest-physical address, or number of the port.</param>
/// <param name="Length">Width of the write in bytes: 1, 2, 4, 8, or 0 for any.</param>
/// <param name="DataMatch">Only writes of this value count; null: all do.</param>
/// <param name="IsPort">Whether <paramref name="Address"/> is a port.</param>
public readonly record struct IoEventAddress(
    ulong Address, uint Length, ulong? DataMatch = null, bool IsPort = false);
