using System.Diagnostics;
using System.Runtime.InteropServices;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Sandbox;
using Airlock.Sandbox.Processes;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Workers;

/// <summary>
/// The worker's side of a job: builds the machine, shuts the process in, and passes on what the guest says, undecoded,
/// until the guest ends or the parent wants it to.
/// </summary>
internal sealed class WorkerJob : IMachineEvents
{
    /// <summary>Failures that are reported one by one; the devices count the others.</summary>
    private const int MaxFailures = 20;

    /// <summary>Address space of the runtime, its heap, the program and all stacks: about twice what was measured.</summary>
    private const ulong RuntimeBytes = 1 << 30;

    /// <summary>Threads that may be busy at the same time: vCPU, two devices, messages.</summary>
    private const int Threads = 4;

    /// <summary>Processor time that goes before the time limit begins, and some to end in.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(5);

    private readonly Channel _channel;
    private readonly RecordWriter _records;
    private readonly MachineOrder _order;
    private readonly StopSignal _stop = new();
    private int _landlock;
    private int _failures;
    private int _hasFinalFailure;
    private long _reportedCompleted;
    private long _reportedAt;

    private WorkerJob(Channel channel, RecordWriter records, MachineOrder order)
    {
        _channel = channel;
        _records = records;
        _order = order;
    }

    /// <summary>Waits for an order and carries it out. A channel that ends before is an order that never came.</summary>
    /// <param name="close">Gives up all but these rights, and returns Landlock's version.</param>
    /// <returns>Whether an order came.</returns>
    /// <exception cref="SandboxException">That was not possible.</exception>
    public static bool Run(Channel channel, Func<SandboxRights, int> close)
    {
        var records = new RecordWriter(channel);
        try
        {
            if (MachineOrder.Receive(channel) is not { } order)
            {
                return false;
            }

            new WorkerJob(channel, records, order).Run(close);
        }
        catch (Exception e) when (e is HostException or OrderException)
        {
            records.WriteRefusal(RefusalKind.Host, e.Message);
        }
        catch (GuestImageException e)
        {
            records.WriteRefusal(RefusalKind.Image, e.Message);
        }
#pragma warning disable CA1031 // the process's last line of defense: it has no stream to say it on but this
        catch (Exception e) when (e is not SandboxException)
#pragma warning restore CA1031
        {
            records.WriteRefusal(RefusalKind.Failure, $"{e.GetType().Name}: {e.Message}");
        }

        return true;
    }

    void IMachineEvents.Started(int? landlock) => _records.Write(RecordKind.Started, _landlock);

    void IMachineEvents.StoreFailed(StoreFailure failure)
    {
        bool isNews = Interlocked.Increment(ref _failures) <= MaxFailures
            || (failure.IsFinal && Interlocked.Exchange(ref _hasFinalFailure, 1) == 0);
        if (isNews)
        {
            _records.Write(RecordKind.StoreFailed, FailureRecord.Of(failure));
        }
    }

    void IMachineEvents.DebugLine(ReadOnlySpan<byte> line)
    {
        if (_order.WantsDebugText)
        {
            _records.Write(RecordKind.DebugLine, line);
        }
    }

    private void Run(Func<SandboxRights, int> close)
    {
        IHypervisor hypervisor = Hypervisors.Adopt(_order.Spec.Kind, _order.Device);
        using var machine = new LocalMachine(_order.Spec, hypervisor, _stop, this);
        HostThread.Start(new Thread(AwaitStop, maxStackSize: 64 << 10) { Name = "airlock-parent", IsBackground = true });
        _landlock = close(Rights(machine.Prepare(), machine.Events));
        machine.Start();
        var pump = new MessagePump(machine, _stop, _records);
        pump.Run(_order.Tick, () => ReportActivity(machine.Completed));
        MachineReport report = machine.Join();
        pump.PassOnRest();
        _stop.Exception?.Throw();
        ReportEnd(report, machine.Messages.Violation);
    }

    /// <summary>What a machine at work needs.</summary>
    private SandboxRights Rights(HostNeeds needs, IEnumerable<SafeHandle> events)
    {
        bool isLimited = _order.TimeLimit != Timeout.InfiniteTimeSpan;
        return new SandboxRights
        {
            Files = [.. _order.Spec.Disks.SelectMany(FilesOf)],
            Streams = [_channel.Handle, .. events],
            TransferBytes = _order.Spec.MemoryBytes, // a buffer lies in it
            ZeroBytes = BlockDevice.ZeroPiece,
            AddressSpaceBytes = RuntimeBytes + _order.Spec.MemoryBytes,
            ProcessorTime = isLimited ? Threads * _order.TimeLimit + s_start : null,
            Ioctls = needs.Ioctls,
            TracedProcess = needs.TracedProcess,
            PtraceRequests = needs.PtraceRequests,
        };
    }

    private static IEnumerable<SandboxFile> FilesOf(Disk disk)
    {
        bool isOutput = disk.Role == DiskRole.Output;
        FileIdentity file = FileIdentity.Of(disk.File);
        bool goesOn = isOutput && (file.Kind == FileKind.BlockDevice || file.Length > disk.Length);
        return DiskRecord.HandlesOf(disk).Select(handle => new SandboxFile
        {
            Handle = handle,
            Length = disk.Length,
            IsWritable = isOutput,
            GoesOn = goesOn,
        });
    }

    /// <summary>Whatever the parent says, or its end, means that it is enough.</summary>
    private void AwaitStop()
    {
        Span<byte> anything = stackalloc byte[1];
        _channel.Receive(anything, wait: true);
        _stop.Stop(StopCause.Cancelled);
    }

    private void ReportActivity(long completed)
    {
        if (completed != _reportedCompleted && Stopwatch.GetElapsedTime(_reportedAt) >= _order.Tick)
        {
            (_reportedCompleted, _reportedAt) = (completed, Stopwatch.GetTimestamp());
            _records.Write(RecordKind.Activity, completed);
        }
    }

    private void ReportEnd(MachineReport report, string? violation)
    {
        (StopCause cause, string reason) = _stop.Cause == StopCause.Halted && violation is not null
            ? (StopCause.ContractBroken, violation)
            : (_stop.Cause, _stop.Reason);
        _records.WriteEnd(report, cause, reason);
    }
}
