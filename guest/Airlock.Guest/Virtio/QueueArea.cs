using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;

namespace Airlock.Guest.Virtio;

/// <summary>
/// How the 64 KiB of a device's queue area are used. What the driver writes and what the device writes lie in pages of
/// their own, so that neither side's stores take cache lines away from the other.
/// </summary>
internal readonly struct QueueArea
{
    /// <summary>The most descriptors that the area has room for.</summary>
    public const uint MaxQueueSize = SplitRing.DeviceMaxSize;

    private const ulong AvailableOffset = 0x1000;
    private const ulong UsedOffset = 0x2000;
    private const ulong HeadersOffset = 0x3000;
    private const ulong StatusesOffset = 0x4000;
    private const ulong SegmentsOffset = 0x5000;
    private const ulong ExtentsOffset = 0x6000;

    // Each line fails to compile (a negative constant as an unsigned one) when a part runs into the next.
    internal const ulong DescriptorsFit = AvailableOffset - (MaxQueueSize * SplitRing.DescriptorLength);
    internal const ulong HeadersFit = StatusesOffset - HeadersOffset - (MaxQueueSize * BlockRequestHeader.Length);
    internal const ulong StatusesFit = SegmentsOffset - StatusesOffset - (MaxQueueSize * BlockStatus.Length);
    internal const ulong SegmentsFit = ExtentsOffset - SegmentsOffset - (MaxQueueSize * WriteZeroesSegment.Length);
    internal const ulong ExtentsFit = MemoryMap.QueueStride - ExtentsOffset - (BlockExtent.MaxCount * BlockExtent.Length);

    private readonly ulong _base;

    /// <summary>The area that starts at guest-physical address <paramref name="start"/>.</summary>
    public QueueArea(ulong start) => _base = start;

    /// <summary>The descriptor table (VIRTIO 1.2, 2.7.5).</summary>
    public ulong Descriptors => _base;

    /// <summary>The available ring, or driver area (2.7.6).</summary>
    public ulong Available => _base + AvailableOffset;

    /// <summary>The used ring, or device area (2.7.8).</summary>
    public ulong Used => _base + UsedOffset;

    /// <summary>Where the header of request <paramref name="slot"/> lies.</summary>
    public ulong Header(uint slot) => _base + HeadersOffset + (slot * (ulong)BlockRequestHeader.Length);

    /// <summary>Where the device puts the status of request <paramref name="slot"/>.</summary>
    public ulong Status(uint slot) => _base + StatusesOffset + slot;

    /// <summary>Where the range of request <paramref name="slot"/> lies, if it writes zeroes.</summary>
    public ulong Segment(uint slot) => _base + SegmentsOffset + (slot * (ulong)WriteZeroesSegment.Length);

    /// <summary>Where the device puts its answer to a extent query.</summary>
    public ulong Extents => _base + ExtentsOffset;
}
