namespace Airlock.Guest.Virtio;

/// <summary>
/// Why a driver gave up on a device, or a request failed without the device saying so. The numbers travel as the
/// <c>status</c> of an ErrorMessage; they start above what a device's own status byte can say (0-255).
/// </summary>
public enum DriverError : uint
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Probe: the magic value is missing; there is no virtio-mmio device in this window.</summary>
    NoDevice = 0x100,

    /// <summary>Probe: the register layout isn't version 2.</summary>
    WrongVersion = 0x101,

    /// <summary>Probe: a virtio device, but of another kind.</summary>
    WrongDevice = 0x102,

    /// <summary>Probe: the status didn't become 0 after a reset.</summary>
    ResetTimeout = 0x103,

    /// <summary>Features: the device doesn't offer VIRTIO_F_VERSION_1.</summary>
    LegacyDevice = 0x110,

    /// <summary>Features: the device cleared FEATURES_OK.</summary>
    FeaturesRefused = 0x111,

    /// <summary>Queue: the device has no queue 0, or one that is too small for a single request.</summary>
    QueueTooSmall = 0x120,

    /// <summary>Queue: it is in use although the device has just been reset.</summary>
    QueueInUse = 0x121,

    /// <summary>Start: the device didn't accept what the driver set up.</summary>
    NotAccepted = 0x122,

    /// <summary>Capacity: the configuration changed during each attempt to read it.</summary>
    ConfigurationUnstable = 0x130,

    /// <summary>Capacity: the number of bytes doesn't fit into 64 bits.</summary>
    CapacityTooLarge = 0x131,

    /// <summary>Running: the device asks for a reset (DEVICE_NEEDS_RESET); what was in flight is lost.</summary>
    DeviceNeedsReset = 0x140,

    /// <summary>Running: the used ring claims more buffers than are outstanding.</summary>
    UsedIndexJump = 0x141,

    /// <summary>Running: the used ring names a chain that isn't outstanding.</summary>
    UsedIdUnknown = 0x142,

    /// <summary>Running: the used ring claims more bytes than the chain can take.</summary>
    UsedLengthTooLong = 0x143,

    /// <summary>Running: the device has been given requests, and hasn't answered for very long.</summary>
    NoAnswer = 0x144,

    /// <summary>A request: the device reported success, but wrote less than was asked for.</summary>
    ShortRead = 0x150,
}
