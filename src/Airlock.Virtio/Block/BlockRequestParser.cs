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
/// <param name="readOnly">Whether writes are refused.</param>
internal sealed class BlockRequestParser(GuestMemory memory, ulong capacity, bool readOnly)
{
    /// <summary>Fills in the request from its chain.</summary>
    public void Parse(BlockRequest request)
    {
        request.Clear();
        DescriptorChain chain = request.Chain;
        if (chain.WritableBytes < BlockStatus.Length || !TryCopyHeader(chain, out BlockRequestHeader header))
        {
            return;
        }

        BufferSegment last = chain.Writable[^1];
        request.StatusAddress = last.Address.Value + last.Length - 1;
        request.Sector = header.Sector;
        request.Kind = KindOf(header.Type);
        FindData(request);
        request.Status = Judge(request);
    }

    private static BlockRequestKind KindOf(uint type) => type switch
    {
        BlockRequestType.In => BlockRequestKind.Read,
        BlockRequestType.Out => BlockRequestKind.Write,
        BlockRequestType.Flush => BlockRequestKind.Flush,
        BlockRequestType.GetId => BlockRequestKind.GetId,
        _ => BlockRequestKind.Unknown,
    };

    /// <summary>The first 16 readable bytes, gathered from as many segments as they are split over.</summary>
    private bool TryCopyHeader(DescriptorChain chain, out BlockRequestHeader header)
    {
        header = default;
        Span<byte> bytes = stackalloc byte[(int)BlockRequestHeader.Length];
        Span<byte> rest = bytes;
        foreach (BufferSegment segment in chain.Readable)
        {
            uint length = Math.Min(segment.Length, (uint)rest.Length);
            if (!memory.TryGetSpan(segment.Address, length, out Span<byte> source))
            {
                return false;
            }

            source.CopyTo(rest);
            rest = rest[(int)length..];
            if (rest.IsEmpty)
            {
                uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
                header = new BlockRequestHeader(type, sector);
                return true;
            }
        }

        return false;
    }

    private static void FindData(BlockRequest request)
    {
        DescriptorChain chain = request.Chain;
        if (request.Kind == BlockRequestKind.Write)
        {
            request.SetData(chain.Readable, chain.ReadableBytes, BlockRequestHeader.Length, omit: 0);
        }
        else if (request.Kind is BlockRequestKind.Read or BlockRequestKind.GetId)
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
            BlockRequestKind.Read when chain.ReadableBytes != BlockRequestHeader.Length => BlockRequestStatus.IoError,
            BlockRequestKind.Write when chain.WritableBytes != BlockStatus.Length => BlockRequestStatus.IoError,

            // 5.2.6.2: a read-only device fails writes and writes nothing.
            BlockRequestKind.Write when readOnly => BlockRequestStatus.IoError,
            BlockRequestKind.Read or BlockRequestKind.Write =>
                IsInside(request) ? BlockRequestStatus.Ok : BlockRequestStatus.IoError,
            _ => BlockRequestStatus.Unsupported,
        };
    }

    /// <summary>
    /// Whole sectors, all of them below the capacity; compared in sectors and without a sum.
    /// </summary>
    private bool IsInside(BlockRequest request) =>
        request.DataLength % BlockConfig.SectorSize == 0
        && request.Sector <= capacity
        && request.SectorCount <= capacity - request.Sector;
}
