namespace Airlock.Abi.Virtio;

/// <summary>
/// Offsets in a block device's configuration space, <c>struct virtio_blk_config</c> (VIRTIO 1.2, 5.2.4). In the window
/// it starts at <see cref="MmioRegister.Config"/>.
/// </summary>
internal static class BlockConfig
{
    /// <summary>64 bits: the size of the device in sectors.</summary>
    public const uint Capacity = 0;

    /// <summary>32 bits: the longest segment, with <see cref="BlockFeatureBits.SizeMax"/>.</summary>
    public const uint SizeMax = 8;

    /// <summary>32 bits: the most segments of a request, with <see cref="BlockFeatureBits.SegMax"/>.</summary>
    public const uint SegMax = 12;

    /// <summary>32 bits: the best block size, with <see cref="BlockFeatureBits.BlkSize"/>.</summary>
    public const uint BlkSize = 20;

    /// <summary>
    /// 32 bits: the most sectors of a segment, with <see cref="BlockFeatureBits.WriteZeroes"/>; the 32 bits after it
    /// are the most segments of a request.
    /// </summary>
    public const uint MaxWriteZeroesSectors = 48;

    /// <summary>32 bits: see <see cref="MaxWriteZeroesSectors"/>.</summary>
    public const uint MaxWriteZeroesSegments = 52;

    /// <summary>8 bits: whether writing zeroes can free space.</summary>
    public const uint WriteZeroesMayUnmap = 56;

    /// <summary>Bytes in the whole structure.</summary>
    public const uint Length = 72;

    /// <summary>A sector is 512 bytes, always.</summary>
    public const uint SectorSize = 512;

    /// <summary>Shifts sectors to bytes and back.</summary>
    public const int SectorShift = 9;
}
