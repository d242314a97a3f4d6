namespace Airlock.Abi.Virtio;

/// <summary>The bits of the device status field (VIRTIO 1.2, 2.1).</summary>
internal static class DeviceStatus
{
    /// <summary>Writing it resets the device.</summary>
    public const uint Reset = 0;

    /// <summary>The guest has noticed the device.</summary>
    public const uint Acknowledge = 1;

    /// <summary>The guest knows how to drive the device.</summary>
    public const uint Driver = 2;

    /// <summary>The driver is set up: the device may use its queues from here on.</summary>
    public const uint DriverOk = 4;

    /// <summary>Feature negotiation is over. A device that refuses the features doesn't set it: read it back.</summary>
    public const uint FeaturesOk = 8;

    /// <summary>Set by the device alone: it has met an error that only a reset clears.</summary>
    public const uint DeviceNeedsReset = 64;

    /// <summary>The driver has given up on the device.</summary>
    public const uint Failed = 128;
}
