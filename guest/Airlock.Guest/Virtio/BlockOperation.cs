namespace Airlock.Guest.Virtio;

/// <summary>What a block request does, seen from the guest.</summary>
public enum BlockOperation
{
    /// <summary>From the device into RAM: VIRTIO_BLK_T_IN.</summary>
    Read,

    /// <summary>From RAM to the device: VIRTIO_BLK_T_OUT.</summary>
    Write,
}
