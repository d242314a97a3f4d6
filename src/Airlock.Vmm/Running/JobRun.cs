using System.Diagnostics;
using Airlock.Kvm;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Serial;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Workers;

namespace Airlock.Vmm.Running;

/// <summary>One run with its files open: starts the machine, watches over it, judges what came of it.</summary>
internal sealed class JobRun : IMachineEvents
{
    private readonly DiskJobOptions _options;
    private readonly InputFile _input;
    private readonly OutputTarget _output;
    private readonly StopSignal _stop = new();
    private readonly RunLog _log;
    private readonly DebugLog _debug;
    private StoreFailure? _firstFailure;
    private long _started;
    private TimeSpan? _firstMessage;

    public JobRun(DiskJobOptions options, InputFile input, OutputTarget output)
    {
        _options = options;
        _input = input;
        _output = output;
        _log = new RunLog(options.LoggerFactory);
        _debug = new DebugLog(options.LoggerFactory.CreateLogger("guest"));
    }

    /// <param name="onMessages">Hears of messages, on this thread.</param>
    /// <param name="started">When the job began, for the wall time.</param>
    public RunResult Run(Action<IReadOnlyList<GuestMessage>>? onMessages, long started, CancellationToken cancellation)
    {
        _started = started;
        _log.Starting(_options.Guest?.Name ?? EmbeddedGuest.CopyFile, _options, _input.Length);
        using IMachineHost machine = CreateMachine();
        var messages = new MessageReader(_options.Messages, machine.Messages) { OnFirstMessage = NoteFirstMessage };
        MachineReport report;
        using (cancellation.Register(() => _stop.Stop(StopCause.Cancelled)))
        {
            machine.Start();
            try
            {
                Watch(machine, messages, onMessages);
            }
            finally
            {
                // Also when onMessages throws: the machine's threads must be gone before its memory is.
                _stop.Stop(StopCause.Cancelled);
                report = machine.Join();
            }
        }

        ReportRest(messages, onMessages);
        _log.Stopped(_stop.Cause, report.Exits.Total, report.Completed, messages.Messages);
        if (_stop.Cause == StopCause.Cancelled)
        {
            throw new OperationCanceledException($"The run was interrupted. {_output.AfterFailure}", cancellation);
        }

        _stop.Exception?.Throw();
        (RunOutcome outcome, string? reason) = Judge(messages, report);
        return new RunResult
        {
            Outcome = outcome,
            Reason = reason,
            Complete = messages.Completion,
            Fault = report.Fault,
            Messages = messages.Messages,
            MessageBytes = messages.BytesReceived,
            MessageSignals = report.MessageSignals,
            Exits = report.Exits,
            Input = report.Input,
            Output = report.Output,
            TimeToFirstMessage = _firstMessage,
            WallTime = Stopwatch.GetElapsedTime(started),
        };
    }

    private IMachineHost CreateMachine()
    {
        var files = JobFiles.Of(_input, _output);
        KvmSystem kvm = KvmSystem.Open();
        return _options.Worker is { } start ? CreateInWorker(start, files, kvm) : new LocalMachine(_options, files, kvm, _stop, this);
    }

    private WorkerMachine CreateInWorker(Func<WorkerProcess> start, JobFiles files, KvmSystem kvm)
    {
        using (kvm)
        {
            JobOrder order = JobOrder.Of(_options, files) with
            {
                WantsDebugText = _debug.IsEnabled ? (byte)1 : (byte)0,
                TickTicks = new StallClock(_options.StallTimeout, TimeProvider.System).Tick.Ticks,
            };
            var machine = new WorkerMachine(start(), _stop, this);
            machine.Send(order, _options.Guest, kvm, files);
            return machine;
        }
    }

    /// <summary>Passes messages on and looks after stalls, until the run is stopped.</summary>
    private void Watch(IMachineHost machine, MessageReader messages, Action<IReadOnlyList<GuestMessage>>? onMessages)
    {
        var clock = new StallClock(_options.StallTimeout, TimeProvider.System);
        var batch = new List<GuestMessage>();
        while (!_stop.IsStopping)
        {
            if (!messages.Wait(clock.Tick))
            {
                machine.Nudge();
            }

            messages.Read(batch);
            Report(batch, onMessages);
            if (messages.Violation is { } violation)
            {
                _stop.Stop(StopCause.ContractBroken, violation);
            }

            CheckTime(machine, messages, clock);
        }
    }

    private void CheckTime(IMachineHost machine, MessageReader messages, StallClock clock)
    {
        if (clock.HasStalled(machine.Completed + messages.Messages))
        {
            _stop.Stop(StopCause.Stalled,
                $"The guest stalled: for {_options.StallTimeout.TotalSeconds:0.###} seconds no request was completed and no message arrived. If the disks are just slow, raise --stall-timeout.");
        }
        else if (_options.TimeLimit != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(_started) > _options.TimeLimit)
        {
            _stop.Stop(StopCause.Stalled,
                $"The run passed its time limit of {_options.TimeLimit.TotalSeconds:0.###} seconds; raise --time-limit to let it go on.");
        }
    }

    /// <summary>
    /// Passes on what the guest said before it ended, and what came in after the last look. Each source holds a bounded
    /// number of bytes, but a hostile guest can name the same ones many times.
    /// </summary>
    private static void ReportRest(MessageReader messages, Action<IReadOnlyList<GuestMessage>>? onMessages)
    {
        var batch = new List<GuestMessage>();
        int count;
        for (int total = 0; total < IMessageFeed.MaxRest; total += count)
        {
            count = messages.Read(batch);
            Report(batch, onMessages);
            if (count == 0)
            {
                return;
            }
        }
    }

    private static void Report(List<GuestMessage> batch, Action<IReadOnlyList<GuestMessage>>? onMessages)
    {
        if (batch.Count > 0)
        {
            onMessages?.Invoke(batch);
        }
    }

    private void NoteFirstMessage()
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        _firstMessage = elapsed;
        _log.FirstMessage(elapsed);
    }

    void IMachineEvents.Started(int? landlock)
    {
        _log.Started(Stopwatch.GetElapsedTime(_started));
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

    /// <summary>Decides what the run came to, and lets the output appear if it is success.</summary>
    private (RunOutcome Outcome, string? Reason) Judge(MessageReader messages, MachineReport report)
    {
        switch (_stop.Cause)
        {
            case StopCause.StoreFailed:
                return (RunOutcome.Failed, _stop.Reason);
            case StopCause.Stalled:
                return (RunOutcome.Stalled, _stop.Reason);
            case StopCause.ContractBroken:
                return (RunOutcome.ContractBroken, _stop.Reason);
            case StopCause.WorkerLost:
                return (RunOutcome.ContractBroken, $"{_stop.Reason} {_output.AfterFailure}");
        }

        if (messages.Violation is { } violation)
        {
            return (RunOutcome.ContractBroken, violation);
        }

        if (messages.Completion is not { } complete)
        {
            string detail = messages.IsInsideMessage ? " in the middle of a message" : string.Empty;
            return (RunOutcome.ContractBroken, $"The guest halted{detail} without a CompleteMessage, so nobody knows what it did. {_output.AfterFailure}");
        }

        if (!complete.Success || _firstFailure is not null)
        {
            string detail = _firstFailure is { } failure ? Sentence(failure) : $"The guest reported failure; its messages say why. {_output.AfterFailure}";
            return (RunOutcome.Failed, detail);
        }

        return _options.Guest is null && Doubt(complete, report) is { } doubt
            ? (RunOutcome.ContractBroken, doubt)
            : Commit();
    }

    /// <summary>A copy is believed only as far as the devices saw it.</summary>
    private string? Doubt(CompleteMessage complete, MachineReport report)
    {
        ulong sectors = _input.Length / 512 + (_input.Length % 512 == 0 ? 0u : 1u);
        if (complete.Count != sectors)
        {
            return $"The guest says that it copied {complete.Count} sectors, where the input has {sectors}. {_output.AfterFailure}";
        }

        return report.IsOutputWritten
            ? null
            : $"The guest reported success, but didn't write every sector of the output. {_output.AfterFailure}";
    }

    private (RunOutcome Outcome, string? Reason) Commit()
    {
        try
        {
            _output.Commit();
            return (RunOutcome.Succeeded, null);
        }
        catch (AirlockException e)
        {
            return (RunOutcome.Failed, e.Message);
        }
    }

    private string Sentence(StoreFailure failure) => $"The data can't be copied: {failure.Describe()}. {_output.AfterFailure}";
}
