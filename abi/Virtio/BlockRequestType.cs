namespace Airlock.Abi.Virtio;

/// <summary>Types of block requests (VIRTIO 1.2, 5.2.6).</summary>
internal static class BlockRequestType
{
    /// <summary>VIRTIO_BLK_T_IN: read sectors.</summary>
    public const uint In = 0;

    /// <summary>VIRTIO_BLK_T_OUT: write sectors.</summary>
    public const uint Out = 1;

    /// <summary>VIRTIO_BLK_T_FLUSH: make what has been written durable.</summary>
    public const uint Flush = 4;

    /// <summary>VIRTIO_BLK_T_GET_ID: ask for the device's name, <see cref="IdLength"/> bytes.</summary>
    public const uint GetId = 8;

    /// <summary>VIRTIO_BLK_T_DISCARD.</summary>
    public const uint Discard = 11;

    /// <summary>VIRTIO_BLK_T_WRITE_ZEROES.</summary>
    public const uint WriteZeroes = 13;

    /// <summary>
    /// Ours, with <see cref="BlockFeatureBits.Extents"/>: ask what lies from a sector on. The answer is a list of
    /// <see cref="BlockExtent"/>. Far from the numbers that the specification gives, and from the legacy barrier, bit 31.
    /// </summary>
    public const uint GetExtents = 1u << 30;

    /// <summary>The most that GET_ID answers; a shorter name is padded with NULs.</summary>
    public const int IdLength = 20;
}
