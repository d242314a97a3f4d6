namespace Airlock.Abi.Virtio;

/// <summary>
/// The three parts of a split virtqueue (VIRTIO 1.2, 2.7): offsets, alignments and lengths. Both rings start with
/// 16 bits of flags and the 16-bit index of the next entry to be filled, which runs freely and wraps at 65536.
/// </summary>
internal static class SplitRing
{
    /// <summary>The largest size the specification allows (2.7).</summary>
    public const uint MaxSize = 32768;

    /// <summary>The largest size our devices offer (QueueNumMax).</summary>
    public const uint DeviceMaxSize = 256;

    // 2.7, table of alignments and sizes.
    public const uint DescriptorTableAlignment = 16;
    public const uint AvailAlignment = 2;
    public const uint UsedAlignment = 4;

    public const uint DescriptorLength = 16;

    // struct virtq_avail (2.7.6): flags, idx, ring[size], used_event
    public const uint AvailFlags = 0;
    public const uint AvailIndex = 2;
    public const uint AvailEntries = 4;
    public const uint AvailEntryLength = 2;

    /// <summary>VIRTQ_AVAIL_F_NO_INTERRUPT: the driver asks not to be interrupted for used buffers (2.7.7).</summary>
    public const ushort AvailNoInterrupt = 1;

    // struct virtq_used (2.7.8): flags, idx, ring[size], avail_event
    public const uint UsedFlags = 0;
    public const uint UsedIndex = 2;
    public const uint UsedEntries = 4;
    public const uint UsedEntryLength = 8;

    /// <summary>VIRTQ_USED_F_NO_NOTIFY: the device asks not to be notified of available buffers (2.7.10).</summary>
    public const ushort UsedNoNotify = 1;

    /// <summary>used_event and avail_event: there is room for them even when nobody uses them (2.7).</summary>
    private const uint EventLength = 2;

    /// <summary>Bytes of a descriptor table of <paramref name="size"/> entries.</summary>
    public static uint DescriptorTableLength(uint size) => DescriptorLength * size;

    /// <summary>Bytes of an available ring of <paramref name="size"/> entries.</summary>
    public static uint AvailLength(uint size) => AvailEntries + (AvailEntryLength * size) + EventLength;

    /// <summary>Bytes of a used ring of <paramref name="size"/> entries.</summary>
    public static uint UsedLength(uint size) => UsedEntries + (UsedEntryLength * size) + EventLength;
}
