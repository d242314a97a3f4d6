using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Asks what an image is. The answer is the guest's word, and all that there is to see of it; it has to fit what was asked.
/// </summary>
/// <param name="followTables">Whether all tables are followed, as a conversion would.</param>
internal sealed class InfoOperation(ImageOptions image, bool followTables = false) : ImageOperation(Protocol.Operation.Info, image)
{
    private readonly ImageOptions _image = image;

    public override string Failure => "The image can't be read";

    public override void Configure(VmmConfig config)
    {
        base.Configure(config);
        config.FollowTables = followTables;
    }

    public override string? Doubt(MessageOrder said, MachineReport report)
    {
        if (said.InfoResult is not { } info)
        {
            return "The guest reported success, but didn't say what the image is.";
        }

        if (_image.Format is { } stated && info.Format != stated)
        {
            return $"The guest was told to read a {stated} image, and says that it is another.";
        }

        bool isTaken = info.Convertible is null;
        return isTaken && info.VirtualSize > _image.MaxVirtualSize
            ? $"The guest takes an image of {info.VirtualSize} bytes, where {_image.MaxVirtualSize} are the most."
            : null;
    }
}
