using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>What a run came to.</summary>
/// <param name="Outcome">How it ended; a success is still to be committed.</param>
/// <param name="Reason">What happened, as a sentence or two; null for success.</param>
internal readonly record struct Verdict(RunOutcome Outcome, string? Reason)
{
    /// <summary>What a run is when something other than the guest's HLT has ended it; null if it was that.</summary>
    public static Verdict? OfStop(StopSignal stop) => stop.Cause switch
    {
        StopCause.Halted => null,
        StopCause.StoreFailed => new Verdict(RunOutcome.Failed, stop.Reason),
        StopCause.Stalled => new Verdict(RunOutcome.Stalled, stop.Reason),
        _ => new Verdict(RunOutcome.ContractBroken, stop.Reason),
    };

    /// <summary>What a run is that ended with HLT, by what the guest had said and what its devices saw.</summary>
    /// <param name="failure">The failure of a backing file, as a sentence; null without one.</param>
    public static Verdict OfHalt(JobOperation operation, MessageReader messages, MachineReport report, string? failure)
    {
        if (messages.Violation is { } violation)
        {
            return new Verdict(RunOutcome.ContractBroken, violation);
        }

        if (messages.Said.Completion is not { } complete)
        {
            string detail = messages.IsInsideMessage ? " in the middle of a message" : string.Empty;
            return new Verdict(RunOutcome.ContractBroken,
                $"The guest halted{detail} without a CompleteMessage, so nobody knows what it did.");
        }

        if (messages.IsInsideMessage)
        {
            return new Verdict(RunOutcome.ContractBroken, "The guest began another message after its CompleteMessage.");
        }

        if (failure is not null)
        {
            return new Verdict(RunOutcome.Failed, failure);
        }

        if (messages.Said.Refusal is { } refusal)
        {
            return new Verdict(RunOutcome.Refused, RefusalSentence.Of(refusal));
        }

        if (!complete.Success)
        {
            return new Verdict(RunOutcome.Failed, "The guest reported failure; its messages say why.");
        }

        return operation.Doubt(messages.Said, report) is { } doubt
            ? new Verdict(RunOutcome.ContractBroken, doubt)
            : new Verdict(RunOutcome.Succeeded, null);
    }
}
