using System.Threading;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Virtio;

/// <summary>
/// Block requests (VIRTIO 1.2, 5.2.6) in a split queue. Request <c>n</c> always uses descriptors <c>3n</c> to
/// <c>3n + 2</c> and header and status <c>n</c>, so that nothing has to be allocated, and the head in a used element
/// says which request it is.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal unsafe struct BlockQueue<TPlatform>
    where TPlatform : struct, IPlatform
{
    // SAFETY: headers, statuses and segments lie in the device's queue area, indexed by slots below SlotCount.
    private readonly BlockRequestHeader* _headers;
    private readonly byte* _statuses;
    private readonly WriteZeroesSegment* _segments;
    private readonly QueueArea _area;
    private SplitQueue<TPlatform> _ring;
    private SlotLimits _limits;

    /// <summary>Requests in a ring of <paramref name="size"/> descriptors.</summary>
    public BlockQueue(in QueueArea area, uint size, CompletionMode mode)
    {
        _ring = new SplitQueue<TPlatform>(area, size, mode);
        _headers = (BlockRequestHeader*)TPlatform.Ram(area.Header(0));
        _statuses = TPlatform.Ram(area.Status(0));
        _segments = (WriteZeroesSegment*)TPlatform.Ram(area.Segment(0));
        _area = area;
        SlotCount = size / RequestSlots.DescriptorsPerRequest;
        for (uint slot = 0; slot < SlotCount; slot++)
        {
            uint head = slot * RequestSlots.DescriptorsPerRequest;
            _ring.SetDescriptor(head + 2, new VirtqDescriptor(
                area.Status(slot), BlockStatus.Length, DescriptorFlags.Write, 0));
        }
    }

    /// <summary>The requests that can be outstanding at a time.</summary>
    public readonly uint SlotCount { get; }

    /// <summary>Whether the used ring has moved on.</summary>
    public readonly bool HasUsed => _ring.HasUsed;

    /// <summary>Whether requests are outstanding.</summary>
    public readonly bool IsBusy => _ring.IsBusy;

    /// <summary>Adds a request in a free slot below <see cref="SlotCount"/>.</summary>
    public void Add(uint slot, in BlockRequest request)
    {
        uint head = slot * RequestSlots.DescriptorsPerRequest;
        bool fillsBuffer = request.Operation is BlockOperation.Read or BlockOperation.GetExtents;
        _limits[(int)slot] = BlockStatus.Length + (fillsBuffer ? request.Length : 0);
        _headers[slot] = HeaderOf(request);
        _statuses[slot] = BlockStatus.Pending;

        // 5.2.6: a flush has no data, so its chain passes over the descriptor for them.
        uint next = request.Operation == BlockOperation.Flush ? head + 2 : head + 1;
        _ring.SetDescriptor(head, new VirtqDescriptor(
            _area.Header(slot), BlockRequestHeader.Length, DescriptorFlags.Next, (ushort)next));
        SetData(slot, head + 1, request, fillsBuffer);
        _ring.Add((ushort)head);
    }

    /// <summary>Shows the device what has been added; true if it wants to be notified.</summary>
    public bool Publish() => _ring.Publish();

    /// <summary>Takes one completed request, if there is one and the device's word about it can be true.</summary>
    public bool TryTake(out BlockCompletion completion, out DriverError error)
    {
        completion = default;
        if (!_ring.TryTakeUsed(out VirtqUsedElement element, out error))
        {
            return false;
        }

        uint slot = element.Id / RequestSlots.DescriptorsPerRequest;
        if (slot >= SlotCount || element.Id != slot * RequestSlots.DescriptorsPerRequest || _limits[(int)slot] == 0)
        {
            error = DriverError.UsedIdUnknown;
            return false;
        }

        uint limit = _limits[(int)slot];
        _limits[(int)slot] = 0;
        if (element.Length > limit)
        {
            error = DriverError.UsedLengthTooLong;
            return false;
        }

        completion = new BlockCompletion(slot, StatusOf(slot, element.Length, limit));
        return true;
    }

    private readonly void SetData(uint slot, uint index, in BlockRequest request, bool fillsBuffer)
    {
        ushort flags = fillsBuffer ? (ushort)(DescriptorFlags.Next | DescriptorFlags.Write) : DescriptorFlags.Next;
        bool hasSegment = request.Operation == BlockOperation.WriteZeroes;
        ulong data = hasSegment ? PlaceSegment(slot, request) : request.Buffer;
        uint length = hasSegment ? WriteZeroesSegment.Length : request.Length;
        _ring.SetDescriptor(index, new VirtqDescriptor(data, length, flags, (ushort)(index + 1)));
    }

    private static BlockRequestHeader HeaderOf(in BlockRequest request) => request.Operation switch
    {
        BlockOperation.Read => new BlockRequestHeader(BlockRequestType.In, request.Sector),
        BlockOperation.Write => new BlockRequestHeader(BlockRequestType.Out, request.Sector),
        BlockOperation.GetExtents => new BlockRequestHeader(BlockRequestType.GetExtents, request.Sector),
        BlockOperation.Flush => new BlockRequestHeader(BlockRequestType.Flush, 0), // 5.2.6.1: MUST be 0

        // 5.2.6: this one's sector stands in its data.
        _ => new BlockRequestHeader(BlockRequestType.WriteZeroes, 0),
    };

    private readonly ulong PlaceSegment(uint slot, in BlockRequest request)
    {
        uint count = request.Length >> BlockConfig.SectorShift;
        _segments[slot] = new WriteZeroesSegment(request.Sector, count, WriteZeroesSegment.FlagUnmap);
        return _area.Segment(slot);
    }

    /// <summary>
    /// The status byte, unless it claims a success that the length belies: what the device didn't write is not data
    /// (2.7.8.2). A write moves nothing into RAM but the status, which some devices leave out of the length.
    /// </summary>
    private readonly uint StatusOf(uint slot, uint length, uint limit)
    {
        byte status = Volatile.Read(ref _statuses[slot]);
        bool isShortRead = status == BlockStatus.Ok && limit > BlockStatus.Length && length < limit;
        return isShortRead ? (uint)DriverError.ShortRead : status;
    }
}
