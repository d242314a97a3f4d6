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

    /// <summary>A type that this device doesn't know.</summary>
    Unknown,
}
