using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Block;

/// <summary>
/// A slot for one request at a time: a worker makes as many as it wants in flight, and uses them again and again.
/// </summary>
public sealed class BlockRequest : IQueueRequest
{
    private readonly BufferSegment[] _data = new BufferSegment[QueueGeometry.MaxSize];
    private int _dataCount;

    /// <inheritdoc/>
    public DescriptorChain Chain { get; } = new();

    /// <summary>What is asked for.</summary>
    public BlockRequestKind Kind { get; internal set; }

    /// <summary>The first sector, for reads, writes, zeroes and extents.</summary>
    public ulong Sector { get; internal set; }

    /// <summary>Bytes of data, without header and status.</summary>
    public ulong DataLength { get; private set; }

    /// <summary>The answer. Before execution: OK, or why there is nothing to execute.</summary>
    public BlockRequestStatus Status { get; internal set; }

    /// <summary>What the store said.</summary>
    public StoreResult Result { get; internal set; }

    /// <summary>Whole sectors of data, or to be zeroed.</summary>
    public ulong SectorCount { get; private set; }

    /// <summary>Bytes that the store may have to move: all of them, should it have to write zeroes out.</summary>
    internal ulong TransferLength => SectorCount << BlockConfig.SectorShift;

    /// <summary>Whether zeroes may free space.</summary>
    internal bool MayUnmap { get; private set; }

    /// <summary>Where the data lies in guest RAM, in order; neighbors are joined.</summary>
    internal ReadOnlySpan<BufferSegment> Data => _data.AsSpan(0, _dataCount);

    /// <summary>Where the status byte goes.</summary>
    internal GuestAddress StatusAddress { get; set; }

    /// <summary>Forgets the request before.</summary>
    internal void Clear()
    {
        _dataCount = 0;
        DataLength = 0;
        Sector = 0;
        SectorCount = 0;
        MayUnmap = false;
        Kind = BlockRequestKind.Malformed;
        Status = BlockRequestStatus.Ok;
        Result = StoreResult.Ok;
        StatusAddress = default;
    }

    /// <summary>Takes over segments as data, but for some bytes at the start and at the end of them.</summary>
    internal void SetData(ReadOnlySpan<BufferSegment> segments, ulong total, uint skip, uint omit)
    {
        DataLength = total - skip - omit;
        SectorCount = DataLength >> BlockConfig.SectorShift;
        ulong left = DataLength;
        foreach (BufferSegment segment in segments)
        {
            uint skipped = Math.Min(skip, segment.Length);
            skip -= skipped;
            uint length = (uint)Math.Min(segment.Length - skipped, left);
            left -= length;

            // The segment lies in RAM, so that its inner addresses can't wrap.
            AddData(segment.Address.Value + skipped, length);
        }
    }

    /// <summary>Takes over what is to be zeroed; there is no data then.</summary>
    internal void SetZeroes(in WriteZeroesSegment segment)
    {
        Sector = segment.Sector;
        SectorCount = segment.SectorCount;
        MayUnmap = (segment.Flags & WriteZeroesSegment.FlagUnmap) != 0;
    }

    private void AddData(ulong address, uint length)
    {
        if (length == 0)
        {
            return;
        }

        if (_dataCount > 0)
        {
            BufferSegment last = _data[_dataCount - 1];
            if (last.Address.Value + last.Length == address)
            {
                // Both lie in RAM and follow each other: together they are no longer than RAM.
                _data[_dataCount - 1] = last with { Length = last.Length + length };
                return;
            }
        }

        _data[_dataCount++] = new BufferSegment(address, length);
    }
}
