using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>Whatever a guest of the user's does: nobody but its author knows what its success looks like.</summary>
internal sealed class ForeignOperation(GuestImage program) : JobOperation
{
    public override GuestImage Program => program;

    public override string Failure => "The guest's request failed";

    public override string? Doubt(MessageOrder said, MachineReport report) => null;
}
