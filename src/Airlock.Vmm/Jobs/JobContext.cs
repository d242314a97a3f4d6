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
    private readonly long _started;
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
        _started = started;
        _cancellation = cancellation;
    }

    /// <summary>Runs one machine, from its making to its end, and commits the output if there is one.</summary>
    /// <param name="heard">Whether the caller hears of its messages.</param>
    public RunResult RunMachine(JobFiles files, JobOperation operation, bool heard = true)
    {
        MachineChoice machine = MachineChoice.Open(_options.Machine, _options.Ring, _open, out IHypervisor hypervisor);
        using (hypervisor)
        {
            if (!_isMachineTold)
            {
                _options.OnMachineChosen?.Invoke(machine);
                _isMachineTold = true;
            }

            var run = new JobRun(_options, files, operation, machine.Kind, hypervisor);
            return run.Run(heard ? _onMessages : null, _started, _cancellation);
        }
    }
}
