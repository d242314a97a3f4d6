using Airlock.Protocol;
using Airlock.Vmm.Images;

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
}
