namespace Airlock.Abi.Virtio;

/// <summary>Feature bits that don't belong to one kind of device (VIRTIO 1.2, 6), as masks.</summary>
internal static class FeatureBits
{
    /// <summary>A descriptor may point to a table of descriptors (2.7.5.3).</summary>
    public const ulong RingIndirectDesc = 1UL << 28;

    /// <summary>used_event and avail_event replace the two notification flags (2.7.7, 2.7.10).</summary>
    public const ulong RingEventIdx = 1UL << 29;

    /// <summary>
    /// The device keeps this version of the specification, not the legacy one; a driver must accept it.
    /// </summary>
    public const ulong Version1 = 1UL << 32;

    /// <summary>
    /// VIRTIO_F_ACCESS_PLATFORM: the device's addresses may be limited or translated. Without an IOMMU that anybody has
    /// set up, they are the guest-physical ones all the same.
    /// </summary>
    public const ulong AccessPlatform = 1UL << 33;

    /// <summary>Packed virtqueues (2.8).</summary>
    public const ulong RingPacked = 1UL << 34;

    /// <summary>Buffers are used in the order in which they were made available.</summary>
    public const ulong InOrder = 1UL << 35;

    /// <summary>
    /// VIRTIO_F_ORDER_PLATFORM: the device is no processor, so that barriers have to be those of the platform.
    /// </summary>
    public const ulong OrderPlatform = 1UL << 36;

    /// <summary>A single queue can be reset (2.6.1).</summary>
    public const ulong RingReset = 1UL << 40;
}
