using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>Asks what an image is. The answer is the guest's word, and all that there is to see of it.</summary>
internal sealed class InfoOperation(ImageOptions image) : ImageOperation(Protocol.Operation.Info, image)
{
    public override string Failure => "The image can't be read";

    public override string? Doubt(MessageOrder said, MachineReport report) =>
        said.InfoResult is null ? "The guest reported success, but didn't say what the image is." : null;
}
