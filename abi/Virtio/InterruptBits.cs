namespace Airlock.Abi.Virtio;

/// <summary>The bits of InterruptStatus and InterruptACK (VIRTIO 1.2, 4.2.2).</summary>
internal static class InterruptBits
{
    /// <summary>A buffer has been used in at least one queue.</summary>
    public const uint UsedBuffer = 1;

    /// <summary>The configuration, or DEVICE_NEEDS_RESET, has changed.</summary>
    public const uint ConfigurationChange = 2;
}
