using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Airlock.Kvm;
using Airlock.Sandbox;
using Airlock.Sandbox.Processes;
using Airlock.Vmm.Images;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Running;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>
/// The worker's side of a job: builds the machine, shuts the process in, and passes on what the guest says, undecoded,
/// until the guest ends or the parent wants it to.
/// </summary>
internal sealed class WorkerJob : IMachineEvents
{
    /// <summary>Failures that are told one by one; the devices count the others.</summary>
    private const int MaxFailures = 20;

    /// <summary>Address space of the runtime, its heap, the program and all stacks: about twice what was measured.</summary>
    private const ulong RuntimeBytes = 1 << 30;

    /// <summary>Threads that may be busy at the same time: vCPU, two devices, messages.</summary>
    private const int Threads = 4;

    /// <summary>Processor time that goes before the time limit begins, and some to end in.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(5);

    private readonly Channel _channel;
    private readonly RecordWriter _records;
    private readonly JobOrder _order;
    private readonly StopSignal _stop = new();
    private int _landlock;
    private int _failures;
    private int _hasFinalFailure;
    private long _completedTold;
    private long _toldAt;

    private WorkerJob(Channel channel, RecordWriter records, JobOrder order)
    {
        _channel = channel;
        _records = records;
        _order = order;
    }

    /// <summary>Waits for an order and carries it out. A channel that ends before is an order that never came.</summary>
    /// <param name="close">Gives up all but these rights, and tells Landlock's version.</param>
    /// <returns>Whether an order came.</returns>
    /// <exception cref="SandboxException">That was not possible.</exception>
    public static bool Run(Channel channel, Func<SandboxRights, int> close)
    {
        var order = default(JobOrder);
        if (!channel.ReceiveExactly(MemoryMarshal.AsBytes(new Span<JobOrder>(ref order)), out SafeFileHandle[] files))
        {
            return false;
        }

        var records = new RecordWriter(channel);
        try
        {
            if (order.Version == JobOrder.CurrentVersion && files.Length == order.Descriptors)
            {
                new WorkerJob(channel, records, order).Run(files, close);
            }
            else
            {
                records.WriteRefusal(RefusalKind.Host, "The worker is a program of another version; install the two together.");
            }
        }
        catch (KvmException e)
        {
            records.WriteRefusal(RefusalKind.Host, e.Message);
        }
        catch (GuestImageException e)
        {
            records.WriteRefusal(RefusalKind.Image, e.Message);
        }
#pragma warning disable CA1031 // the process's last line of defence: it has no stream to say it on but this
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
        if (_order.WantsDebugText != 0)
        {
            _records.Write(RecordKind.DebugLine, line);
        }
    }

    private void Run(SafeFileHandle[] files, Func<SandboxRights, int> close)
    {
        DiskJobOptions options = _order.ToOptions() with { Guest = ReceiveImage() };
        using var machine = new LocalMachine(options, _order.ToFiles(files), KvmSystem.Adopt(files[0]), _stop, this);
        new Thread(AwaitStop, maxStackSize: 64 << 10) { Name = "airlock-parent", IsBackground = true }.Start();
        _landlock = close(Rights());
        machine.Start();
        Pump(machine);
        MachineReport report = machine.Join();
        PassOnRest(machine.Messages);
        _stop.Exception?.Throw();
        Tell(report, machine.Messages.Violation);
    }

    /// <summary>What a machine at work needs.</summary>
    private SandboxRights Rights() => new()
    {
        FileBytes = _order.FileLength,
        AddressSpaceBytes = RuntimeBytes + _order.MemoryBytes,
        ProcessorTime = _order.TimeLimitTicks < 0 ? null : Threads * TimeSpan.FromTicks(_order.TimeLimitTicks) + s_start,
        Ioctls = KvmSystem.RequestsOfRunningVm,
    };

    private GuestImage? ReceiveImage()
    {
        if (_order.ImageLength == 0)
        {
            return null;
        }

        byte[] name = new byte[_order.ImageNameLength], image = new byte[_order.ImageLength];
        return _channel.ReceiveExactly(name) && _channel.ReceiveExactly(image)
            ? GuestImage.Parse(image, Encoding.UTF8.GetString(name))
            : throw new GuestImageException("The guest image didn't come whole.");
    }

    /// <summary>Whatever the parent says, or its end, means that it is enough.</summary>
    private void AwaitStop()
    {
        Span<byte> anything = stackalloc byte[1];
        _channel.Receive(anything, wait: true);
        _stop.Stop(StopCause.Cancelled);
    }

    private void Pump(LocalMachine machine)
    {
        IMessageFeed feed = machine.Messages;
        var tick = TimeSpan.FromTicks(_order.TickTicks);
        while (!_stop.IsStopping)
        {
            if (!feed.Wait(tick))
            {
                machine.Nudge();
            }

            feed.Read(_records);
            if (feed.Violation is { } violation)
            {
                _stop.Stop(StopCause.ContractBroken, violation);
            }

            TellActivity(machine.Completed, tick);
        }
    }

    private void TellActivity(long completed, TimeSpan tick)
    {
        if (completed != _completedTold && Stopwatch.GetElapsedTime(_toldAt) >= tick)
        {
            (_completedTold, _toldAt) = (completed, Stopwatch.GetTimestamp());
            _records.Write(RecordKind.Activity, completed);
        }
    }

    private void PassOnRest(IMessageFeed feed)
    {
        int count;
        for (int total = 0; total < IMessageFeed.MaxRest; total += count)
        {
            count = feed.Read(_records);
            if (count == 0)
            {
                return;
            }
        }
    }

    private void Tell(MachineReport report, string? violation)
    {
        (StopCause cause, string reason) = _stop.Cause == StopCause.Halted && violation is not null
            ? (StopCause.ContractBroken, violation)
            : (_stop.Cause, _stop.Reason);
        _records.WriteEnd(EndRecord.Of(report, cause), reason, report.Fault?.Method ?? string.Empty);
    }
}
