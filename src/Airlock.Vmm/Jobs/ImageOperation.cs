using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>Something that the image guest does with an image.</summary>
/// <param name="name">How the guest knows it.</param>
internal abstract class ImageOperation(Protocol.Operation name, ImageOptions image) : JobOperation
{
    public override GuestImage Program => GuestImage.Image;

    public override void Configure(VmmConfig config)
    {
        config.Operation = name;
        image.Configure(config);
    }

    /// <summary>Why what the image is said to be isn't believed, or an answer that depends on it; null if it is.</summary>
    public sealed override string? Doubt(MessageOrder said, MachineReport report)
    {
        if (said.InfoResult is not { } info)
        {
            return "The guest reported success, but didn't say what the image is.";
        }

        if (image.Format is { } stated && info.Format != stated)
        {
            return $"The guest was told to read a {stated} image, and says that it is another.";
        }

        bool isTaken = info.Convertible is null;
        return isTaken && info.VirtualSize > image.MaxVirtualSize
            ? $"The guest takes an image of {info.VirtualSize} bytes, where {image.MaxVirtualSize} are the most."
            : Doubt(info, said, report);
    }

    /// <summary>The same, of an image that is what was asked for.</summary>
    protected abstract string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report);
}
