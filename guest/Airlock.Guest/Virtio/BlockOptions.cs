using System;

namespace Airlock.Guest.Virtio;

/// <summary>
/// What a driver takes of a block device's offers beyond VERSION_1 and RO, because its user makes use of it.
/// </summary>
[Flags]
public enum BlockOptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What helps to pass over holes: WRITE_ZEROES, and our extent query.</summary>
    Sparse = 1,

    /// <summary>
    /// FLUSH: what has been written is safe only once a <see cref="BlockOperation.Flush"/> has succeeded. A device
    /// whose driver doesn't take it has to make each write safe by itself (VIRTIO 1.2, 5.2.6.2).
    /// </summary>
    Flush = 2,

    /// <summary>
    /// BLK_SIZE: all requests are whole blocks (<see cref="VirtioBlockDriver{TPlatform}.BlockSectors"/>).
    /// </summary>
    BlockSize = 4,
}
