using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Asks what lies where in an image's virtual disk. What is in its parts is the guest's word; that they follow each other is
/// looked after while they come, and here that they are all of the disk.
/// </summary>
internal sealed class MapOperation(ImageOptions image) : ImageOperation(Protocol.Operation.Map, image)
{
    public override string Failure => "The image can't be read";

    protected override string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report)
    {
        if (info.Convertible is not null)
        {
            return "The guest has mapped an image that it says a conversion would refuse.";
        }

        if (said.MapEnd != info.VirtualSize)
        {
            return $"The guest has mapped {said.MapEnd} bytes, where the image has {info.VirtualSize}.";
        }

        bool isComplete = said.MapResult is { Error: 0 } map && map.VirtualSize == info.VirtualSize
            && map.SourceFormat == info.Format && map.ExtentsEmitted == said.MapExtents
            && said.Completion?.Count == said.MapExtents;
        return isComplete ? null : $"The guest says of its map other than the {said.MapExtents} parts that it has named.";
    }
}
