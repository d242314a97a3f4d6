namespace Airlock.Kvm;

/// <summary>Addresses whose writes wait in a ring instead of causing an exit each. KVM API, 4.116.</summary>
/// <param name="Address">Guest-physical address, or number, of the first one.</param>
/// <param name="Length">How many bytes, or ports.</param>
/// <param name="IsPort">Whether these are ports; needs <see cref="KvmCapability.CoalescedPio"/>.</param>
public readonly record struct CoalescedZone(ulong Address, uint Length, bool IsPort = false);
