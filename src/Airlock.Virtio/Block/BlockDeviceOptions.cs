namespace Airlock.Virtio.Block;

/// <summary>
/// What a block device shows beyond its capacity. The default offers no feature but VERSION_1 and RO.
/// </summary>
public sealed record BlockDeviceOptions
{
    /// <summary>The answer to GET_ID: ASCII, cut to 20 bytes.</summary>
    public string Id { get; init; } = "airlock";

    /// <summary>Offers VIRTIO_BLK_F_SEG_MAX, with the queue's size less header and status.</summary>
    public bool OfferSegMax { get; init; }
}
