using Airlock.Abi.Virtio;

namespace Airlock.Virtio.Block;

/// <summary>The answer to a request (VIRTIO 1.2, 5.2.6).</summary>
public enum BlockRequestStatus
{
    /// <summary>VIRTIO_BLK_S_OK.</summary>
    Ok = BlockStatus.Ok,

    /// <summary>VIRTIO_BLK_S_IOERR: the store failed, or the driver asked for something that isn't there.</summary>
    IoError = BlockStatus.IoError,

    /// <summary>VIRTIO_BLK_S_UNSUPP.</summary>
    Unsupported = BlockStatus.Unsupported,
}
