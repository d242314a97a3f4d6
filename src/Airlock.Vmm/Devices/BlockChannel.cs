using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Virtio;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Devices;

/// <summary>One block device of the machine with all that belongs to it: registers, window, notification, thread.</summary>
internal sealed class BlockChannel : IBlockEvents, IQueueNotifier, IDisposable
{
    /// <summary>How long the thread waits to be woken by <see cref="Attend"/> before it wants to be notified.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(2);

    private readonly ulong _window;
    private readonly CompletionGate _gate;
    private readonly StopSignal _stop;
    private readonly BlockDevice _device;
    private readonly VirtioMmioTransport _transport;
    private readonly BlockWorker _requests;
    private readonly DeviceThread _thread;
    private long _completed;
    private long _unsignaled;

    /// <param name="disk">Its name, for messages, and where its window lies.</param>
    /// <param name="store">What it does its requests with.</param>
    public BlockChannel(Disk disk, GuestMemory memory, IBlockStore store, CompletionGate gate, StopSignal stop)
    {
        Name = disk.Name;
        _window = disk.Address;
        _gate = gate;
        _stop = stop;
        _device = new BlockDevice(memory, store, new BlockDeviceOptions { Id = Name }, this);
        _transport = new VirtioMmioTransport(_device, this, this);
        _requests = new BlockWorker(_device);
        _thread = new DeviceThread(Name, Serve, stop);
    }

    /// <summary>Requests done so far; may be read from any thread.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>Wakes the thread.</summary>
    public EventFd Notified => _thread.Notified;

    public BlockDeviceMetrics Metrics => _device.Metrics;

    public string Name { get; }

    public bool IsIdle => _device.Queue.IsIdle;

    /// <summary>
    /// The guest waits: wakes the thread if requests wait that it doesn't look at.
    /// </summary>
    /// <returns>How many requests are still to be completed.</returns>
    public int Attend()
    {
        if (_device.Queue.IsUnattended)
        {
            Notified.Signal();
        }

        return _device.Queue.Pending;
    }

    public void MapTo(Bus mmio, Func<int> attend) =>
        mmio.Map(_window, MemoryMap.DeviceWindowSize, new WaitingTransport(_transport, _gate, attend));

    /// <summary>Whether nothing is in flight, and nothing is left that the queue would give out.</summary>
    public bool IsDone => _device.Queue.WaitUntilDone(TimeSpan.Zero);

    /// <summary>Says how the thread can be woken when the guest notifies, so that the vCPU runs on.</summary>
    public void AddDoorbell(IVirtualMachine machine)
    {
        ulong address = _window + VirtioMmioTransport.QueueNotifyOffset;
        machine.AddDoorbell(new Doorbell(address, sizeof(uint), Value: 0), Notified);
    }

    /// <summary>Once the run is stopped, requests that still wait or are under way are of no use to anybody.</summary>
    public void Start()
    {
        _stop.OnStop(_device.Queue.Abandon);
        _thread.Start();
    }

    /// <summary>The guest has halted: what it has made available by now is still done.</summary>
    public void Close() => _device.Queue.Close();

    /// <summary>Has the thread look once more, and waits until nothing is left that a closed queue gives out.</summary>
    /// <param name="limit">The longest that it waits.</param>
    public void Finish(TimeSpan limit)
    {
        _thread.Notified.Signal();
        _device.Queue.WaitUntilDone(limit);
    }

    public void Join() => _thread.Join();

    public void Dispose() => _thread.Dispose();

    void IQueueNotifier.Notify(int queue) => _thread.Notified.Signal();

    /// <summary>After anything but used buffers, what the guest waits for may never come.</summary>
    void IDeviceEvents.InterruptRaised(VirtioInterrupts interrupts) => _gate.Signal(
        interrupts == VirtioInterrupts.UsedBuffer ? Interlocked.Exchange(ref _unsignaled, 0) : QueueGeometry.MaxSize);

    void IDeviceEvents.QueueBroken(in QueueError error) =>
        _stop.Stop(StopCause.ContractBroken, $"The guest broke the {Name} device's queue: {error} This is a bug in the guest's driver.");

    void IBlockEvents.RequestCompleted(in BlockCompletion completion)
    {
        Interlocked.Increment(ref _completed);
        Interlocked.Increment(ref _unsignaled);
    }

    /// <summary>
    /// A guest at the gate has its queues looked at each time, so as long as it keeps coming it isn't asked to notify: that would
    /// be an exit more, for nothing.
    /// </summary>
    private void Serve()
    {
        while (_gate.IsInUse && !_stop.IsStopping)
        {
            _requests.ProcessUnnotified();
            if (!Notified.Wait(s_patience, out _))
            {
                break;
            }
        }

        _requests.Process();
    }
}
