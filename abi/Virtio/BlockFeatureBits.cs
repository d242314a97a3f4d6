namespace Airlock.Abi.Virtio;

/// <summary>Feature bits of a block device (VIRTIO 1.2, 5.2.3), as masks.</summary>
internal static class BlockFeatureBits
{
    /// <summary>VIRTIO_BLK_F_SIZE_MAX: the longest segment stands in the configuration.</summary>
    public const ulong SizeMax = 1UL << 1;

    /// <summary>VIRTIO_BLK_F_SEG_MAX: the most segments of a request stand in the configuration.</summary>
    public const ulong SegMax = 1UL << 2;

    /// <summary>VIRTIO_BLK_F_RO: the device can't be written.</summary>
    public const ulong ReadOnly = 1UL << 5;

    /// <summary>VIRTIO_BLK_F_BLK_SIZE: the best block size stands in the configuration.</summary>
    public const ulong BlkSize = 1UL << 6;

    /// <summary>VIRTIO_BLK_F_FLUSH: the device has a cache and can be told to flush it.</summary>
    public const ulong Flush = 1UL << 9;

    /// <summary>VIRTIO_BLK_F_DISCARD.</summary>
    public const ulong Discard = 1UL << 13;

    /// <summary>VIRTIO_BLK_F_WRITE_ZEROES.</summary>
    public const ulong WriteZeroes = 1UL << 14;

    /// <summary>
    /// Ours: the device can tell where it has data and where holes (<see cref="BlockRequestType.GetExtents"/>). Of the
    /// bits that belong to a kind of device (2.2) the one that the specification would come to last.
    /// </summary>
    public const ulong Extents = 1UL << 63;
}
