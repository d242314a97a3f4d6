using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>The copy of an input to an output: it is believed only as far as the devices saw it.</summary>
/// <param name="bytes">Length of the input.</param>
internal sealed class CopyOperation(ulong bytes) : JobOperation
{
    /// <summary>Of the input; the last may be a part of one.</summary>
    private readonly ulong _sectors = JobSpec.SectorsOf(bytes);

    public override string Failure => "The data can't be copied";

    public override string? Doubt(MessageOrder said, MachineReport report)
    {
        if (said.Completion is not { } complete || complete.Count != _sectors)
        {
            return $"The guest says that it copied {said.Completion?.Count} sectors, where the input has {_sectors}.";
        }

        return report.AreOutputsWritten ? null : "The guest reported success, but didn't write every sector of the output.";
    }
}
