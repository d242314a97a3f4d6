namespace Airlock.Hypervisor;

/// <summary>A write that only says "look": where, how wide, and with which value if that matters.</summary>
/// <param name="Address">Guest-physical address.</param>
/// <param name="Width">Bytes: 1, 2, 4 or 8.</param>
/// <param name="Value">The only value that counts; null for any.</param>
public readonly record struct Doorbell(ulong Address, int Width, ulong? Value = null);
