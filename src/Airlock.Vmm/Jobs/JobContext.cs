using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>One run of a job: who hears of it, when it began, and the machines that it takes.</summary>
internal sealed class JobContext
{
    private readonly DiskJobOptions _options;
    private readonly Func<MachineKind, IHypervisor> _open;
    private readonly Action<IReadOnlyList<GuestMessage>>? _onMessages;
    private readonly JobTime _time;
    private readonly CancellationToken _cancellation;
    private bool _isMachineTold;

    /// <param name="open">Opens a make of the machine.</param>
    /// <param name="started">When the job began, for times and limits: a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    public JobContext(
        DiskJobOptions options,
        Func<MachineKind, IHypervisor> open,
        Action<IReadOnlyList<GuestMessage>>? onMessages,
        long started,
        CancellationToken cancellation)
    {
        _options = options;
        _open = open;
        _onMessages = onMessages;
        _time = new JobTime(started, options.TimeLimit);
        _cancellation = cancellation;
    }

    /// <summary>Runs one machine, from its making to its end, and commits the output if there is one.</summary>
    /// <param name="heard">Whether the caller hears of its messages.</param>
    public RunResult RunMachine(JobFiles files, JobOperation operation, bool heard = true) =>
        RunMachine(files, operation, heard ? _onMessages : null, _cancellation);

    /// <summary>
    /// Runs a machine for each part of an operation, several at a time, as if they were one, and commits the output.
    /// </summary>
    /// <param name="operations">At least one, each for a part of the output that no other one writes.</param>
    /// <param name="machines">How many run at the same time.</param>
    public RunResult RunMachines(JobFiles files, IReadOnlyList<ConvertOperation> operations, int machines)
    {
        JobFiles parts = files with { IsPart = true };
        using var run = new PartedRun(
            operations, (operation, onMessages, cancellation) => RunMachine(parts, operation, onMessages, cancellation));
        RunResult result = run.Run(machines, _onMessages, _cancellation)
            ?? throw OutputEnding.Interrupted(files.Output, _cancellation);
        if (result.Outcome == RunOutcome.Succeeded && files.Output is { } output)
        {
            Verdict verdict = new OutputEnding(_options, output, _time).Commit(_cancellation);
            result = result with { Outcome = verdict.Outcome, Reason = verdict.Reason };
        }

        return result with { WallTime = _time.Elapsed };
    }

    private RunResult RunMachine(
        JobFiles files, JobOperation operation, Action<IReadOnlyList<GuestMessage>>? onMessages, CancellationToken cancellation)
    {
        MachineChoice machine = MachineChoice.Open(_options.Machine, _options.Ring, _open, out IHypervisor hypervisor);
        using (hypervisor)
        {
            if (!_isMachineTold)
            {
                _options.OnMachineChosen?.Invoke(machine);
                _isMachineTold = true;
            }

            var run = new JobRun(_options, files, operation, (machine.Kind, hypervisor), _time);
            return run.Run(onMessages, cancellation);
        }
    }
}
