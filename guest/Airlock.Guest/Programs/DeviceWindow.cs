namespace Airlock.Guest.Programs;

/// <summary>Where the window of a device may lie: anywhere above RAM, wherever the VMM has it.</summary>
public static class DeviceWindow
{
    /// <summary>The registers (VIRTIO 1.2, 4.2.2) and as much of the configuration as any driver here reads.</summary>
    public const ulong Length = 0x200;

    private const ulong Alignment = sizeof(uint);
    private const ulong End = 1UL << 32;

    /// <summary>Whether a window can begin at <paramref name="address"/>, with so much RAM from 0 on.</summary>
    public static bool IsUsable(ulong address, ulong ramBytes) =>
        address >= ramBytes && address <= End - Length && address % Alignment == 0;

    /// <summary>Whether two windows, both usable, have something in common.</summary>
    public static bool Overlap(ulong first, ulong second) =>
        first < second ? second - first < Length : first - second < Length;
}
