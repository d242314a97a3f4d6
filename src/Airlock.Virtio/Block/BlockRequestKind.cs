namespace Airlock.Virtio.Block;

/// <summary>What a driver asks of a block device.</summary>
public enum BlockRequestKind
{
    /// <summary>
    /// The chain has no room for a status, or no whole header: it is given back with length 0, and does nothing.
    /// </summary>
    Malformed,

    /// <summary>VIRTIO_BLK_T_IN.</summary>
    Read,

    /// <summary>VIRTIO_BLK_T_OUT.</summary>
    Write,

    /// <summary>VIRTIO_BLK_T_FLUSH.</summary>
    Flush,

    /// <summary>VIRTIO_BLK_T_GET_ID.</summary>
    GetId,

    /// <summary>VIRTIO_BLK_T_WRITE_ZEROES.</summary>
    WriteZeroes,

    /// <summary>What lies from a sector on: data or holes. A request of ours, see <see cref="IExtentSource"/>.</summary>
    GetExtents,

    /// <summary>A type that this device doesn't know.</summary>
    Unknown,
}
