using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>What a run is for: how its failure is called, and what it takes to believe its success.</summary>
internal abstract class Operation
{
    /// <summary>What can't be done when a file fails, as the start of a sentence.</summary>
    public abstract string Failure { get; }

    /// <summary>Why a guest that reported success isn't believed, as a sentence; null if it is.</summary>
    public abstract string? Doubt(CompleteMessage complete, MachineReport report);
}
