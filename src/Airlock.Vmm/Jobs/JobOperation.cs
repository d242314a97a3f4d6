using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>What a run is for: its program, how its failure is called, and what it takes to believe its success.</summary>
internal abstract class JobOperation
{
    /// <summary>The program; null for the copy guest, which a worker has itself.</summary>
    public virtual GuestImage? Program => null;

    /// <summary>Whether the guest may write zeroes without data, whatever the input is like.</summary>
    public virtual bool WritesZeroes => false;

    /// <summary>The part of the output that is to be written; null: all of it.</summary>
    public virtual DiskPart? OutputPart => null;

    /// <summary>What can't be done when a file fails, as the start of a sentence.</summary>
    public abstract string Failure { get; }

    /// <summary>Tells the guest what to do.</summary>
    public virtual void Configure(VmmConfig config)
    {
    }

    /// <summary>Why a guest that reported success isn't believed, as a sentence; null if it is.</summary>
    /// <param name="said">What it said, to its CompleteMessage.</param>
    /// <param name="report">What its devices saw.</param>
    public abstract string? Doubt(MessageOrder said, MachineReport report);
}
