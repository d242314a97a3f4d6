using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Airlock.Interop;
using Airlock.Sandbox;
using Airlock.Sandbox.Processes;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

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
    private readonly GuestImage? _image;
    private bool _hasStarted;
    private int? _forbiddenCall;
    private MachineReport? _report;

    /// <summary>Hands an order over. The worker goes on from there by itself.</summary>
    /// <param name="process">Owned by this object from now on.</param>
    /// <param name="device">The device of the hypervisor, if it has one.</param>
    public WorkerMachine(WorkerProcess process, MachineOrder order, SafeHandle? device, StopSignal stop, IMachineEvents events)
    {
        _process = process;
        _disks = order.Spec.Disks.Count;
        _image = order.Spec.Image;
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
            case RecordKind.Started when !_hasStarted && MemoryMarshal.TryRead(content, out int landlock):
                _hasStarted = true;
                _events.Started(landlock);
                break;
            case RecordKind.Forbidden when _forbiddenCall is null && MemoryMarshal.TryRead(content, out int call):
                _forbiddenCall = call;
                break;
            case RecordKind.Refused when MemoryMarshal.TryRead(content, out RefusalKind refusal):
                TakeRefusal(refusal, Encoding.UTF8.GetString(content[sizeof(RefusalKind)..]));
                break;
            case RecordKind.SerialBytes or RecordKind.DeviceBytes when _hasStarted && !content.IsEmpty:
                sink.Accept(kind == RecordKind.SerialBytes ? MessageWay.Serial : MessageWay.Device, content);
                return content.Length;
            case RecordKind.Activity when _hasStarted && MemoryMarshal.TryRead(content, out long completed):
                Completed = completed;
                break;
            case RecordKind.StoreFailed when _hasStarted && ReadFailure(content) is { } failure:
                _events.StoreFailed(failure);
                break;
            case RecordKind.DebugLine when _hasStarted && content.Length <= DebugText.MaxLineLength:
                _events.DebugLine(content);
                break;
            case RecordKind.Ended when _hasStarted && MemoryMarshal.TryRead(content, out EndRecord end):
                TakeEnd(end, content[Unsafe.SizeOf<EndRecord>()..]);
                break;
            default:
                _records.Close(); // this program writes nothing of the kind, or not then
                break;
        }

        return 0;
    }

    private static StoreFailure? ReadFailure(ReadOnlySpan<byte> content) =>
        MemoryMarshal.TryRead(content, out FailureRecord record) ? record.ToFailure() : null;

    private void TakeEnd(in EndRecord end, ReadOnlySpan<byte> rest)
    {
        int disksLength = _disks * Unsafe.SizeOf<BlockDeviceMetrics>();
        if (end.Disks != _disks || rest.Length < disksLength)
        {
            _records.Close();
            return;
        }

        BlockDeviceMetrics[] disks = MemoryMarshal.Cast<byte, BlockDeviceMetrics>(rest[..disksLength]).ToArray();
        GuestImage image = _image ?? GuestImage.Copy;
        _report = end.ToReport(disks, image.Symbols);
        Completed = _report.Completed;
        if (end.Cause == StopCause.Halted)
        {
            _stop.Stop(StopCause.Halted);
        }
        else
        {
            // Whatever else it names: a stop that this side has asked for is known here, and has won already.
            string words = Encoding.UTF8.GetString(rest[disksLength..]);
            _stop.Stop(StopCause.ContractBroken, _report.Fault?.Blame(image.Name)
                ?? $"The guest broke the contract; in the worker's words: {Quote(words)}.");
        }
    }

    /// <summary>Only before the guest runs is it the worker that speaks; later, it may be the guest.</summary>
    private void TakeRefusal(RefusalKind kind, string reason)
    {
        _report = new MachineReport { Completed = Completed };
        switch (kind)
        {
            case RefusalKind.Host when !_hasStarted:
                _stop.Crash(new AirlockException(AirlockError.HostUnsupported, reason));
                break;
            case RefusalKind.Image when !_hasStarted:
                _stop.Crash(new GuestImageException(reason));
                break;
            default:
                _stop.Stop(StopCause.WorkerLost,
                    $"The worker with the machine failed; in its words: {Quote(reason)}. If the guest did that, don't trust it; if not, please report it.");
                break;
        }
    }

    /// <summary>A worker's words, so that nobody takes them for this program's.</summary>
    private static string Quote(string words)
    {
        const int maxLength = 400;
        string cut = words.Length <= maxLength ? words : $"{words.AsSpan(0, maxLength)} ...";
        return $"\"{cut.Replace('"', '\'')}\"";
    }

    private void NoteLoss()
    {
        _report = new MachineReport { Completed = Completed };
        string how = DescribeEnd();
        if (!_hasStarted)
        {
            // No guest has run yet, so that it's the host that ends it.
            _stop.Crash(new AirlockException(AirlockError.HostUnsupported,
                $"The worker with the machine was lost before the guest ran: {how}. See ulimit -u, -v and -n, and the limits of the container."));
            return;
        }

        _stop.Stop(StopCause.WorkerLost, $"The worker with the machine is lost: {how}. If the guest did that, don't trust it.");
    }

    private string DescribeEnd() => _worker.WaitForEnd(s_grace) switch
    {
        null => "it can't be understood any more",
        0 => "it ended without a word",
        LibC.SIGSYS when _forbiddenCall is { } call =>
            $"it made the system call {SandboxSupport.NameOfSystemCall(call) ?? "without a name"} ({call}), which it has no right to; "
            + "if the C library here is newer than this program, please report it",
        LibC.SIGSYS => "it made a system call that it has no right to",
        LibC.SIGKILL => "it was killed, by somebody or by a limit on memory or time",
        int signal => $"signal {signal} ended it",
    };
}
