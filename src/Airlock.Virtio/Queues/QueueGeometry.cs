using System.Numerics;
using Airlock.Abi.Virtio;
using Airlock.Memory;

namespace Airlock.Virtio.Queues;

/// <summary>Where a split virtqueue lies (VIRTIO 1.2, 2.7): what the driver wrote, as one value.</summary>
/// <param name="Size">Descriptors in the queue.</param>
/// <param name="DescriptorTable">Guest-physical address of the descriptor table.</param>
/// <param name="AvailRing">Guest-physical address of the available ring ("driver area").</param>
/// <param name="UsedRing">Guest-physical address of the used ring ("device area").</param>
public readonly record struct QueueGeometry(
    uint Size, GuestAddress DescriptorTable, GuestAddress AvailRing, GuestAddress UsedRing)
{
    /// <summary>The largest queue that our devices offer.</summary>
    public const uint MaxSize = SplitRing.DeviceMaxSize;

    /// <summary>Checks all of it at once; a queue runs only on a geometry that has passed.</summary>
    /// <param name="memory">The RAM in which it has to lie.</param>
    /// <returns>The first thing found wrong, or null.</returns>
    public QueueError? Check(GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (Size > MaxSize || !BitOperations.IsPow2(Size))
        {
            return new QueueError(QueueFault.InvalidSize, DescriptorTable.Value, Size);
        }

        uint tableLength = SplitRing.DescriptorTableLength(Size);
        uint availLength = SplitRing.AvailLength(Size);
        uint usedLength = SplitRing.UsedLength(Size);
        return CheckPart(memory, DescriptorTable, tableLength, SplitRing.DescriptorTableAlignment)
            ?? CheckPart(memory, AvailRing, availLength, SplitRing.AvailAlignment)
            ?? CheckPart(memory, UsedRing, usedLength, SplitRing.UsedAlignment)
            ?? CheckApart(DescriptorTable, tableLength, AvailRing, availLength)
            ?? CheckApart(DescriptorTable, tableLength, UsedRing, usedLength)
            ?? CheckApart(AvailRing, availLength, UsedRing, usedLength);
    }

    private static QueueError? CheckPart(GuestMemory memory, GuestAddress start, uint length, uint alignment)
    {
        if (!start.IsAligned(alignment))
        {
            return new QueueError(QueueFault.Misaligned, start.Value, alignment);
        }

        return memory.Contains(start, length) ? null : new QueueError(QueueFault.PartOutsideRam, start.Value, length);
    }

    /// <summary>Both parts lie in RAM by now, so that their ends can't wrap.</summary>
    private static QueueError? CheckApart(GuestAddress one, uint oneLength, GuestAddress other, uint otherLength)
    {
        bool apart = one.Value + oneLength <= other.Value || other.Value + otherLength <= one.Value;
        return apart ? null : new QueueError(QueueFault.PartsOverlap, one.Value, other.Value);
    }
}
