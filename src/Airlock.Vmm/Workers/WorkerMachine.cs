using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Airlock.Interop;
using Airlock.Sandbox.Processes;
using Airlock.Virtio.Block;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Workers;

/// <summary>
/// A machine at work in a <see cref="WorkerProcess"/>. The worker may have been taken over by the guest: what it says is
/// bounded and checked, and when it doesn't end it is ended.
/// </summary>
internal sealed class WorkerMachine : IMachineHost, IMessageFeed
{
    /// <summary>Bytes of records that are looked at together, so that a flood of them lets the run look at its clock.</summary>
    private const int FullBatch = 64 << 10;

    /// <summary>What a worker has to end by itself once it is asked to: enough for any request that a disk still answers.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly WorkerProcess _process;
    private readonly ChildProcess _worker;
    private readonly RecordReader _records;
    private readonly StopSignal _stop;
    private readonly IMachineEvents _events;
    private readonly HeldBytes _held = new();
    private readonly int _disks;
    private MachineReport? _report;

    /// <summary>Hands an order over. The worker goes on from there by itself.</summary>
    /// <param name="process">Owned by this object from now on.</param>
    /// <param name="device">The device of the hypervisor, if it has one.</param>
    public WorkerMachine(WorkerProcess process, MachineOrder order, SafeHandle? device, StopSignal stop, IMachineEvents events)
    {
        _process = process;
        _disks = order.Spec.Disks.Count;
        _worker = process.Process;
        _records = new RecordReader(_worker.Channel);
        _stop = stop;
        _events = events;
        order.Send(_worker.Channel, device);
    }

    /// <inheritdoc/>
    public IMessageFeed Messages => this;

    /// <inheritdoc/>
    public long Completed { get; private set; }

    /// <inheritdoc/>
    public string? Violation => null; // the worker ends with it

    /// <inheritdoc/>
    public long Signals => _report?.MessageSignals ?? 0;

    /// <inheritdoc/>
    public void Start() => _stop.OnStop(_worker.Channel.Wake);

    /// <inheritdoc/>
    public void FetchCollected()
    {
        // The worker does that itself.
    }

    /// <inheritdoc/>
    public bool Wait(TimeSpan timeout) => _records.Wait(timeout);

    /// <inheritdoc/>
    public int Read(IMessageSink sink)
    {
        int total = _held.PassOn(sink), seen = total;
        while (seen < FullBatch && _report is null && _records.TryRead(out RecordKind kind, out ReadOnlySpan<byte> content))
        {
            total += Take(kind, content, sink);
            seen += Unsafe.SizeOf<RecordHeader>() + content.Length;
        }

        if (_records.IsClosed && _report is null)
        {
            NoteLoss();
        }

        return total;
    }

    /// <inheritdoc/>
    public MachineReport Join()
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan left;
        while (_report is null && (left = s_grace - Stopwatch.GetElapsedTime(began)) > TimeSpan.Zero && _records.Wait(left))
        {
            Read(_held);
        }

        // It has said its last word, or won't. From here on it touches nothing.
        _worker.Kill();
        return _report ?? new MachineReport { Completed = Completed };
    }

    public void Dispose() => _process.Dispose();

    /// <returns>Bytes of messages.</returns>
    private int Take(RecordKind kind, ReadOnlySpan<byte> content, IMessageSink sink)
    {
        switch (kind)
        {
            case RecordKind.SerialBytes or RecordKind.DeviceBytes:
                sink.Accept(kind == RecordKind.SerialBytes ? MessageWay.Serial : MessageWay.Device, content);
                return content.Length;
            case RecordKind.Started when MemoryMarshal.TryRead(content, out int landlock):
                _events.Started(landlock);
                break;
            case RecordKind.Activity when MemoryMarshal.TryRead(content, out long completed):
                Completed = completed;
                break;
            case RecordKind.StoreFailed when MemoryMarshal.TryRead(content, out FailureRecord record) && record.ToFailure() is { } failure:
                _events.StoreFailed(failure);
                break;
            case RecordKind.DebugLine:
                _events.DebugLine(content);
                break;
            case RecordKind.Ended when MemoryMarshal.TryRead(content, out EndRecord end):
                TakeEnd(end, content[Unsafe.SizeOf<EndRecord>()..]);
                break;
            case RecordKind.Refused when MemoryMarshal.TryRead(content, out RefusalKind refusal):
                TakeRefusal(refusal, Encoding.UTF8.GetString(content[sizeof(RefusalKind)..]));
                break;
            default:
                _records.Close(); // this program writes nothing of the kind
                break;
        }

        return 0;
    }

    private void TakeEnd(in EndRecord end, ReadOnlySpan<byte> rest)
    {
        int disksLength = _disks * Unsafe.SizeOf<BlockDeviceMetrics>();
        if (end.Disks != _disks || rest.Length < disksLength)
        {
            _records.Close();
            return;
        }

        BlockDeviceMetrics[] disks = MemoryMarshal.Cast<byte, BlockDeviceMetrics>(rest[..disksLength]).ToArray();
        ReadOnlySpan<byte> texts = rest[disksLength..];
        int reasonLength = Math.Clamp(end.ReasonLength, 0, texts.Length);
        string reason = Encoding.UTF8.GetString(texts[..reasonLength]), method = Encoding.UTF8.GetString(texts[reasonLength..]);
        _report = end.ToReport(disks, method);
        Completed = _report.Completed;
        _stop.Stop(end.Cause is StopCause.Halted or StopCause.Cancelled ? end.Cause : StopCause.ContractBroken, reason);
    }

    private void TakeRefusal(RefusalKind kind, string reason)
    {
        _report = new MachineReport();
        switch (kind)
        {
            case RefusalKind.Host:
                _stop.Crash(new AirlockException(AirlockError.HostUnsupported, reason));
                break;
            case RefusalKind.Image:
                _stop.Crash(new GuestImageException(reason));
                break;
            default:
                _stop.Stop(StopCause.WorkerLost, $"The worker failed: {reason}. This is a bug in airlock; please report it.");
                break;
        }
    }

    private void NoteLoss()
    {
        _report = new MachineReport { Completed = Completed };
        string how = _worker.WaitForEnd(s_grace) switch
        {
            null => "it can't be understood any more",
            0 => "it ended without a word",
            LibC.SIGSYS => "it made a system call that it has no right to",
            LibC.SIGKILL => "it was killed, by somebody or by a limit on memory or time",
            int signal => $"signal {signal} ended it",
        };
        _stop.Stop(StopCause.WorkerLost, $"The worker with the machine is lost: {how}. If the guest did that, don't trust it.");
    }
}
