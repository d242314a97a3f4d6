using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Asks what an image is. The answer is the guest's word, and all that there is to see of it; it has to fit what was asked.
/// </summary>
/// <param name="followTables">Whether all tables are followed, as a conversion would.</param>
internal sealed class InfoOperation(ImageOptions image, bool followTables = false) : ImageOperation(Protocol.Operation.Info, image)
{
    public override string Failure => "The image can't be read";

    public override void Configure(VmmConfig config)
    {
        base.Configure(config);
        config.FollowTables = followTables;
    }

    protected override string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report) => null;
}
