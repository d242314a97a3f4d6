using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Block;

/// <summary>
/// Makes a typed request of a descriptor chain (VIRTIO 1.2, 5.2.6). All checks of a request stand here; what is
/// executed later is a private copy of what was checked. A chain may be split into descriptors in any way (2.7.4.1).
/// </summary>
/// <param name="memory">The guest's RAM.</param>
/// <param name="capacity">Sectors of the device.</param>
/// <param name="isReadOnly">Whether writes are refused, whatever the driver has agreed to.</param>
internal sealed class BlockRequestParser(GuestMemory memory, ulong capacity, bool isReadOnly)
{
    /// <summary>The most sectors of one segment, so that no request takes long: 128 MiB.</summary>
    public const uint MaxZeroSectors = 0x4_0000;

    /// <summary>The largest number of segments in a request for zeroes.</summary>
    public const uint MaxZeroSegments = 1;

    private const uint LongestHead = BlockRequestHeader.Length + WriteZeroesSegment.Length;

    /// <summary>What the driver has taken of what was offered: it decides which types are known. Set while no queue runs.</summary>
    public ulong Features { get; set; }

    /// <summary>Fills in the request from its chain.</summary>
    public void Parse(BlockRequest request)
    {
        request.Clear();
        DescriptorChain chain = request.Chain;
        Span<byte> buffer = stackalloc byte[(int)LongestHead];
        ReadOnlySpan<byte> head = CopyHead(chain, buffer);
        if (chain.WritableBytes < BlockStatus.Length || head.Length < BlockRequestHeader.Length)
        {
            return;
        }

        BufferSegment last = chain.Writable[^1];
        request.StatusAddress = last.Address.Value + last.Length - 1;
        request.Kind = KindOf(BinaryPrimitives.ReadUInt32LittleEndian(head));
        request.Sector = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]);
        FindData(request);
        request.Status = request.Kind == BlockRequestKind.WriteZeroes
            ? JudgeZeroes(request, head[(int)BlockRequestHeader.Length..])
            : Judge(request);
    }

    private BlockRequestKind KindOf(uint type) => type switch
    {
        BlockRequestType.In => BlockRequestKind.Read,
        BlockRequestType.Out => BlockRequestKind.Write,
        BlockRequestType.Flush => BlockRequestKind.Flush,
        BlockRequestType.GetId => BlockRequestKind.GetId,
        BlockRequestType.WriteZeroes when Has(BlockFeatureBits.WriteZeroes) => BlockRequestKind.WriteZeroes,
        BlockRequestType.GetExtents when Has(BlockFeatureBits.Extents) => BlockRequestKind.GetExtents,
        _ => BlockRequestKind.Unknown,
    };

    private bool Has(ulong feature) => (Features & feature) != 0;

    /// <summary>The first readable bytes, gathered from as many segments as they are split over.</summary>
    private ReadOnlySpan<byte> CopyHead(DescriptorChain chain, Span<byte> head)
    {
        Span<byte> rest = head;
        foreach (BufferSegment segment in chain.Readable)
        {
            uint length = Math.Min(segment.Length, (uint)rest.Length);
            if (length == 0 || !memory.TryGetSpan(segment.Address, length, out Span<byte> source))
            {
                break;
            }

            source.CopyTo(rest);
            rest = rest[(int)length..];
        }

        return head[..(head.Length - rest.Length)];
    }

    private static void FindData(BlockRequest request)
    {
        DescriptorChain chain = request.Chain;
        if (request.Kind == BlockRequestKind.Write)
        {
            request.SetData(chain.Readable, chain.ReadableBytes, BlockRequestHeader.Length, omit: 0);
        }
        else if (request.Kind is BlockRequestKind.Read or BlockRequestKind.GetId or BlockRequestKind.GetExtents)
        {
            request.SetData(chain.Writable, chain.WritableBytes, skip: 0, BlockStatus.Length);
        }
    }

    private BlockRequestStatus Judge(BlockRequest request)
    {
        DescriptorChain chain = request.Chain;
        return request.Kind switch
        {
            BlockRequestKind.Flush => BlockRequestStatus.Ok,
            BlockRequestKind.GetId => BlockRequestStatus.Ok,

            // Data in the wrong direction is no request for nothing, but a mistake.
            BlockRequestKind.Read or BlockRequestKind.GetExtents
                when chain.ReadableBytes != BlockRequestHeader.Length => BlockRequestStatus.IoError,
            BlockRequestKind.Write when chain.WritableBytes != BlockStatus.Length => BlockRequestStatus.IoError,

            // 5.2.6.2: a read-only device fails writes and writes nothing.
            BlockRequestKind.Write when isReadOnly => BlockRequestStatus.IoError,
            BlockRequestKind.Read or BlockRequestKind.Write => OkIf(
                request.DataLength % BlockConfig.SectorSize == 0 && IsInside(request.Sector, request.SectorCount)),
            BlockRequestKind.GetExtents => OkIf(request.Sector < capacity && IsExtentList(request.DataLength)),
            _ => BlockRequestStatus.Unsupported,
        };
    }

    /// <summary>Takes over the one segment of a request for zeroes, if it can be done (5.2.6.2).</summary>
    private BlockRequestStatus JudgeZeroes(BlockRequest request, ReadOnlySpan<byte> bytes)
    {
        const uint length = LongestHead;
        DescriptorChain chain = request.Chain;
        if (chain.ReadableBytes != length || bytes.Length != WriteZeroesSegment.Length
            || chain.WritableBytes != BlockStatus.Length)
        {
            return BlockRequestStatus.IoError;
        }

        var segment = new WriteZeroesSegment(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        request.SetZeroes(segment);

        // A device MUST answer UNSUPP if any unknown flag is set.
        if ((segment.Flags & ~WriteZeroesSegment.FlagUnmap) != 0)
        {
            return BlockRequestStatus.Unsupported;
        }

        return OkIf(!isReadOnly
            && segment.SectorCount <= MaxZeroSectors
            && IsInside(segment.Sector, segment.SectorCount));
    }

    private static BlockRequestStatus OkIf(bool valid) => valid ? BlockRequestStatus.Ok : BlockRequestStatus.IoError;

    /// <summary>Whether all of the sectors lie below the capacity; compared without a sum.</summary>
    private bool IsInside(ulong sector, ulong count) => sector <= capacity && count <= capacity - sector;

    private static bool IsExtentList(ulong length) =>
        length is > 0 and <= BlockExtent.MaxCount * BlockExtent.Length && length % BlockExtent.Length == 0;
}
