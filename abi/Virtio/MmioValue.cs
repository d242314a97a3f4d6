namespace Airlock.Abi.Virtio;

/// <summary>What the first two registers hold (VIRTIO 1.2, 4.2.2.1).</summary>
internal static class MmioValue
{
    /// <summary>"virt", little-endian.</summary>
    public const uint Magic = 0x7472_6976;

    /// <summary>The layout of the registers; 1 was the legacy one.</summary>
    public const uint Version = 2;

    /// <summary>The size of a device's window.</summary>
    public const uint WindowSize = 0x1000;
}
