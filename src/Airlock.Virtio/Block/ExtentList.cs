using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Block;

/// <summary>Makes the answer to an extent query: a list of <see cref="BlockExtent"/>.</summary>
/// <param name="source">Where they are.</param>
/// <param name="capacity">Sectors of the device.</param>
internal sealed class ExtentList(IExtentSource source, ulong capacity)
{
    /// <summary>Fills in as many extents as there is room for and the device has.</summary>
    /// <param name="sector">Where the first one starts.</param>
    /// <param name="answer">A multiple of <see cref="BlockExtent.Length"/> bytes; not all are filled in once the queue is being stopped.</param>
    /// <param name="queue">Where the query comes from.</param>
    /// <param name="chain">The query's chain.</param>
    public StoreResult Fill(ulong sector, Span<byte> answer, DeviceVirtqueue queue, DescriptorChain chain)
    {
        answer.Clear();
        while (!answer.IsEmpty && sector < capacity && queue.IsCurrent(chain))
        {
            StoreResult result = source.FindExtent(sector << BlockConfig.SectorShift, out StoreExtent extent);
            if (!result.IsOk)
            {
                return result;
            }

            ulong count = extent.Length >> BlockConfig.SectorShift;
            BinaryPrimitives.WriteUInt64LittleEndian(answer, count);
            uint kind = extent.IsHole ? BlockExtent.Hole : BlockExtent.Data;
            BinaryPrimitives.WriteUInt32LittleEndian(answer[sizeof(ulong)..], kind);
            answer = answer[(int)BlockExtent.Length..];
            sector += count;
        }

        return StoreResult.Ok;
    }
}
