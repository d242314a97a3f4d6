using Airlock.Abi.Virtio;

namespace Airlock.Virtio.Mmio;

/// <summary>
/// The legal changes of the status register (VIRTIO 1.2, 2.1 and 3.1.1): one step after the other, no bit ever
/// cleared. Reset (writing 0) and FAILED, which are always legal, aren't in the table.
/// </summary>
internal static class StatusTransitions
{
    /// <summary>The guest has noticed the device.</summary>
    public const uint Acknowledged = DeviceStatus.Acknowledge;

    /// <summary>The driver may choose features.</summary>
    public const uint HasDriver = Acknowledged | DeviceStatus.Driver;

    /// <summary>The features are settled; the driver may set up the queue.</summary>
    public const uint Negotiated = HasDriver | DeviceStatus.FeaturesOk;

    /// <summary>The device may use the queue.</summary>
    public const uint Running = Negotiated | DeviceStatus.DriverOk;

    /// <summary>Whether the register may change so; the features have still to be looked at.</summary>
    public static bool IsLegal(uint from, uint to) => (from, to) switch
    {
        (DeviceStatus.Reset, Acknowledged) => true,
        (DeviceStatus.Reset, HasDriver) => true,
        (Acknowledged, HasDriver) => true,
        (HasDriver, Negotiated) => true,
        (Negotiated, Running) => true,
        _ => false,
    };
}
