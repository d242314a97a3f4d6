using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Virtio.Block;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Workers;

namespace Airlock.Vmm.Jobs;

/// <summary>One run with its files open: starts the machine, watches over it, judges what came of it.</summary>
internal sealed class JobRun : IMachineEvents
{
    private readonly DiskJobOptions _options;
    private readonly JobFiles _files;
    private readonly MachineKind _kind;
    private readonly IHypervisor _hypervisor;
    private readonly JobOperation _operation;
    private readonly JobTime _time;
    private readonly StopSignal _stop = new();
    private readonly RunLog _log;
    private readonly DebugLog _debug;
    private StoreFailure? _firstFailure;
    private TimeSpan? _firstMessage;

    /// <param name="machine">What <see cref="DiskJobOptions.Machine"/> came to on this host; disposed of once the run needs it no more.</param>
    /// <param name="time">The job's.</param>
    public JobRun(DiskJobOptions options, JobFiles files, JobOperation operation, (MachineKind Kind, IHypervisor Hypervisor) machine, JobTime time)
    {
        _options = options;
        _files = files;
        _operation = operation;
        _kind = machine.Kind;
        _hypervisor = machine.Hypervisor;
        _time = time;
        _log = new RunLog(options.LoggerFactory);
        _debug = new DebugLog(options.LoggerFactory.CreateLogger("guest"));
    }

    /// <param name="onMessages">Hears of messages, on this thread.</param>
    public RunResult Run(Action<IReadOnlyList<GuestMessage>>? onMessages, CancellationToken cancellation)
    {
        MachineSpec spec = JobSpec.Of(_options, _kind, _files, _operation);
        _log.Starting(spec.Program.Name, _kind, _options, _files.Input.Length);
        var messages = new MessageReader(_options.Messages) { OnFirstMessage = NoteFirstMessage };

        // Until the end: the output is committed while the kernel takes the machine apart.
        using IMachineHost machine = CreateMachine(spec);
        var pump = new MessagePump(machine, _stop, messages);
        MachineReport report = Watch(machine, pump, messages, onMessages, cancellation);
        pump.PassOnRest();
        messages.Break(machine.Messages.Violation);
        messages.PassOn(onMessages);
        _log.Stopped(_stop.Cause, report.Exits.Total, report.Completed, messages.Messages);
        if (_stop.Cause == StopCause.Cancelled)
        {
            throw OutputEnding.Interrupted(_files.Output, cancellation);
        }

        _stop.Exception?.Throw();
        return ResultOf(Conclude(messages, report, cancellation), spec, messages, report);
    }

    private IMachineHost CreateMachine(MachineSpec spec)
    {
        if (_options.Worker is not { } start)
        {
            return new LocalMachine(spec, _hypervisor, _stop, this);
        }

        using (_hypervisor)
        {
            var order = new MachineOrder
            {
                Spec = spec,
                WantsDebugText = _debug.IsEnabled,
                Tick = new StallClock(_options.StallTimeout, TimeProvider.System).Tick,
                TimeLimit = _options.TimeLimit,
            };
            WorkerProcess worker = start();
            try
            {
                return new WorkerMachine(worker, order, Hypervisors.DeviceOf(_hypervisor), _stop, this);
            }
            catch
            {
                worker.Dispose();
                throw;
            }
        }
    }

    /// <summary>Lets the guest run, passes messages on and looks after stalls, until the run is stopped and the guest gone.</summary>
    private MachineReport Watch(
        IMachineHost machine,
        MessagePump pump,
        MessageReader messages,
        Action<IReadOnlyList<GuestMessage>>? onMessages,
        CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(() => _stop.Stop(StopCause.Cancelled));
        var clock = new StallClock(_options.StallTimeout, TimeProvider.System);
        try
        {
            machine.Start();
            pump.Run(clock.Tick, () =>
            {
                messages.PassOn(onMessages);
                CheckMessages(messages);
                CheckTime(machine, messages, clock);
            });
        }
        finally
        {
            // Also when onMessages throws: the machine's threads must be gone before its memory is.
            _stop.Stop(StopCause.Cancelled);
        }

        return machine.Join();
    }

    private void CheckMessages(MessageReader messages)
    {
        if (messages.Violation is { } violation)
        {
            _stop.Stop(StopCause.ContractBroken, violation);
        }
    }

    private void CheckTime(IMachineHost machine, MessageReader messages, StallClock clock)
    {
        if (clock.HasStalled(machine.Completed + messages.Messages))
        {
            _stop.Stop(StopCause.Stalled,
                $"The guest stalled: for {_options.StallTimeout.TotalSeconds:0.###} seconds no request was completed and no message arrived. If the disks are just slow, raise --stall-timeout.");
        }
        else if (_time.IsOver)
        {
            _stop.Stop(StopCause.Stalled, _time.Sentence);
        }
    }

    private void NoteFirstMessage()
    {
        TimeSpan elapsed = _time.Elapsed;
        _firstMessage = elapsed;
        _log.FirstMessage(elapsed);
    }

    void IMachineEvents.Started(int? landlock)
    {
        _log.Started(_time.Elapsed);
        if (landlock is { } version)
        {
            _log.Confined(version);
        }
    }

    void IMachineEvents.DebugLine(ReadOnlySpan<byte> line) => _debug.Write(line);

    void IMachineEvents.StoreFailed(StoreFailure failure)
    {
        _log.StoreFailed(failure);
        StoreFailure first = Interlocked.CompareExchange(ref _firstFailure, failure, null) ?? failure;
        if (failure.IsFinal)
        {
            _stop.Stop(StopCause.StoreFailed, Sentence(first));
        }
    }

    /// <summary>Judges the run, and has the output appear if it is a success and the last that writes it.</summary>
    private Verdict Conclude(MessageReader messages, MachineReport report, CancellationToken cancellation)
    {
        string? failure = _firstFailure is { } first ? Sentence(first) : null;
        Verdict verdict = Verdict.OfStop(_stop) ?? Verdict.OfHalt(_operation, messages, report, failure);
        if (verdict.Outcome != RunOutcome.Succeeded)
        {
            return verdict with { Reason = verdict.Reason + OutputEnding.AfterFailure(_files.Output) };
        }

        return _files is { Output: { } output, IsPart: false }
            ? new OutputEnding(_options, output, _time).Commit(cancellation)
            : verdict;
    }

    private string Sentence(StoreFailure failure) => $"{_operation.Failure}: {failure.Describe()}.";

    private RunResult ResultOf(Verdict verdict, MachineSpec spec, MessageReader messages, MachineReport report) => new()
    {
        Outcome = verdict.Outcome,
        Reason = verdict.Reason,
        Machine = _kind,
        Complete = messages.Said.Completion,
        Info = messages.Said.InfoResult,
        Digest = messages.Said.Digest,
        Comparison = messages.Said.Comparison,
        Refusal = messages.Said.Refusal,
        Fault = report.Fault,
        Messages = messages.Messages,
        MessageBytes = messages.BytesReceived,
        MessageSignals = report.MessageSignals,
        Exits = report.Exits,
        Input = MetricsOf(DiskRole.Input, spec, report),
        Output = MetricsOf(DiskRole.Output, spec, report),
        TimeToFirstMessage = _firstMessage,
        WallTime = _time.Elapsed,
    };

    /// <summary>A machine that was lost has told nothing of its disks.</summary>
    private static BlockDeviceMetrics MetricsOf(DiskRole role, MachineSpec spec, MachineReport report)
    {
        for (int i = 0; i < report.Disks.Count; i++)
        {
            if (spec.Disks[i].Role == role)
            {
                return report.Disks[i];
            }
        }

        return default;
    }
}
