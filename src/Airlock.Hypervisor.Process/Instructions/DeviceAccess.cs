using Airlock.Abi.Machine;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>What an instruction wants of a device.</summary>
/// <param name="IsPort">A port, or memory.</param>
/// <param name="IsWrite">The direction.</param>
/// <param name="Address">The first byte, or the port.</param>
/// <param name="Length">All bytes: of a port, several accesses one after the other; of memory, one to three.</param>
/// <param name="Width">Bytes of one access to a port.</param>
internal readonly record struct DeviceAccess(bool IsPort, bool IsWrite, ulong Address, int Length, int Width)
{
    /// <summary>The widest access to memory that reaches a device.</summary>
    public const int MaxWidth = sizeof(ulong);

    /// <summary>Whether all bytes lie where devices may be. Compared without a sum.</summary>
    public static bool IsInWindows(ulong address, int length) =>
        address is >= MemoryMap.DeviceWindows and < MemoryMap.DeviceWindowsEnd
            && (ulong)length <= MemoryMap.DeviceWindowsEnd - address;

    /// <summary>Whether a fault at this address can have come from this access.</summary>
    public bool Covers(ulong faultingAddress) => faultingAddress - Address < (ulong)Length;
}
