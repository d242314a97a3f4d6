namespace Airlock.Abi.Virtio;

/// <summary>The last byte of a block request, written by the device (VIRTIO 1.2, 5.2.6).</summary>
internal static class BlockStatus
{
    /// <summary>VIRTIO_BLK_S_OK.</summary>
    public const byte Ok = 0;

    /// <summary>VIRTIO_BLK_S_IOERR: device or driver error.</summary>
    public const byte IoError = 1;

    /// <summary>VIRTIO_BLK_S_UNSUPP: the device doesn't know this request.</summary>
    public const byte Unsupported = 2;

    /// <summary>What a driver puts there before: no device answers it.</summary>
    public const byte Pending = 0xff;

    /// <summary>Bytes that the status takes.</summary>
    public const uint Length = 1;
}
