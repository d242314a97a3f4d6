namespace Airlock.Guest.Virtio;

/// <summary>What a block request does, seen from the guest.</summary>
public enum BlockOperation
{
    /// <summary>From the device into RAM: VIRTIO_BLK_T_IN.</summary>
    Read,

    /// <summary>From RAM to the device: VIRTIO_BLK_T_OUT.</summary>
    Write,

    /// <summary>
    /// Zeroes, without data, whose space may be freed: VIRTIO_BLK_T_WRITE_ZEROES. Needs a device whose
    /// <see cref="VirtioBlockDriver{TPlatform}.MaxZeroSectors"/> isn't 0.
    /// </summary>
    WriteZeroes,

    /// <summary>
    /// Makes safe what has been written: VIRTIO_BLK_T_FLUSH. Has neither sector nor data. Needs a device whose
    /// <see cref="VirtioBlockDriver{TPlatform}.NeedsFlush"/> is set.
    /// </summary>
    Flush,

    /// <summary>What lies from a sector on: see <see cref="VirtioBlockDriver{TPlatform}.AskExtents"/>.</summary>
    GetExtents,
}
