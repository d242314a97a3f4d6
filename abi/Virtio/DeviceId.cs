namespace Airlock.Abi.Virtio;

/// <summary>What a device is (VIRTIO 1.2, 5).</summary>
internal static class DeviceId
{
    public const uint None = 0;
    public const uint Block = 2;
    public const uint Console = 3;
}
