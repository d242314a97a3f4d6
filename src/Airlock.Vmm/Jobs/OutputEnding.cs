using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>What is done with an output once a job's machines are through with it.</summary>
/// <param name="time">The job's.</param>
internal sealed class OutputEnding(DiskJobOptions options, OutputTarget output, JobTime time)
{
    /// <summary>What is left of the output if there is none, as a sentence behind another.</summary>
    public static string AfterFailure(OutputTarget? output) => output is null ? string.Empty : " " + output.AfterFailure;

    /// <summary>Lets the output of machines appear that all have succeeded: a success, or what kept it from being one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Verdict Commit(CancellationToken cancellation)
    {
        Verdict verdict = output.Doubt() is { } doubt ? new Verdict(RunOutcome.ContractBroken, doubt) : ZeroRest(cancellation);
        if (verdict.Outcome != RunOutcome.Succeeded)
        {
            return verdict with { Reason = verdict.Reason + AfterFailure(output) };
        }

        try
        {
            output.Commit();
            return verdict;
        }
        catch (AirlockException e)
        {
            return new Verdict(RunOutcome.Failed, e.Message);
        }
    }

    /// <summary>Zeroes what a larger device has behind the image, if that was asked for.</summary>
    private Verdict ZeroRest(CancellationToken cancellation)
    {
        var success = new Verdict(RunOutcome.Succeeded, null);
        if (!options.ZeroRest || DeviceRest.Of(output.Handle, output.Length) is not { } rest)
        {
            return success;
        }

        int errno = RestZeroing.Run(output.Handle, rest, () => cancellation.IsCancellationRequested || time.IsOver);
        if (cancellation.IsCancellationRequested)
        {
            throw Interrupted(output, cancellation);
        }

        return errno != 0 ? new Verdict(RunOutcome.Failed, $"What the output device has behind the image can't be zeroed: {OpenFile.Describe(errno)}.")
            : time.IsOver ? new Verdict(RunOutcome.Stalled, time.Sentence)
            : success;
    }

    /// <summary>That the caller has ended the run.</summary>
    public static OperationCanceledException Interrupted(OutputTarget? output, CancellationToken cancellation) =>
        new($"The run was interrupted.{AfterFailure(output)}", cancellation);
}
