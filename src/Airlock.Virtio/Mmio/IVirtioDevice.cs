using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Mmio;

/// <summary>What a transport needs to know of the device behind it, all of it fixed, and what it tells it.</summary>
public interface IVirtioDevice
{
    /// <summary>What the device is (VIRTIO 1.2, 5).</summary>
    uint DeviceId { get; }

    /// <summary>The features it offers, without those of the transport.</summary>
    ulong Features { get; }

    /// <summary>Its configuration space, little-endian; it never changes, so neither does ConfigGeneration.</summary>
    ReadOnlySpan<byte> Config { get; }

    /// <summary>Its queues, by their index: one at least.</summary>
    ReadOnlySpan<DeviceVirtqueue> Queues { get; }

    /// <summary>
    /// The driver is ready (DRIVER_OK): its queues start after this. A device does nothing that the driver hasn't agreed to.
    /// </summary>
    /// <param name="driverFeatures">What it has taken of the features that were offered.</param>
    void Begin(ulong driverFeatures);
}
