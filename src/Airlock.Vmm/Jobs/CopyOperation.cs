using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>The copy of an input to an output: it is believed only as far as the devices saw it.</summary>
/// <param name="sectors">Sectors of the input.</param>
internal sealed class CopyOperation(ulong sectors) : Operation
{
    public override string Failure => "The data can't be copied";

    public override string? Doubt(CompleteMessage complete, MachineReport report)
    {
        if (complete.Count != sectors)
        {
            return $"The guest says that it copied {complete.Count} sectors, where the input has {sectors}.";
        }

        return report.AreOutputsWritten ? null : "The guest reported success, but didn't write every sector of the output.";
    }
}
