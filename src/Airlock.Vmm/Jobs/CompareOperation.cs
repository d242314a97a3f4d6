using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Asks whether two images hold the same. The answer is the guest's word; it has to be one that a comparison of disks of that
/// size can come to.
/// </summary>
/// <param name="image">How both are read.</param>
/// <param name="secondFormat">The second one's format; null to find it out by the contents.</param>
internal sealed class CompareOperation(ImageOptions image, string? secondFormat) : ImageOperation(Protocol.Operation.Compare, image)
{
    public override string Failure => "The images can't be read";

    public override void Configure(VmmConfig config)
    {
        base.Configure(config);
        config.SecondFormat = secondFormat ?? string.Empty;
    }

    protected override string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report)
    {
        if (info.Convertible is not null)
        {
            return "The guest has compared an image that it says a conversion would refuse.";
        }

        if (said.Comparison is not { } comparison)
        {
            return "The guest reported success, but didn't say whether the images hold the same.";
        }

        bool isWhole = comparison.Identical
            ? comparison.TotalBytesCompared >= info.VirtualSize && comparison.FirstMismatchOffset == 0
            : comparison.FirstMismatchOffset == comparison.TotalBytesCompared;
        return isWhole && said.Completion?.Count == comparison.TotalBytesCompared
            ? null
            : $"The guest says that it compared {comparison.TotalBytesCompared} bytes, which its answer doesn't fit.";
    }
}
