using System;
using System.Threading;
using Airlock.Abi.Machine;
using Airlock.Guest.Tests.Devices;
using Airlock.Protocol;
using Airlock.Virtio;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Guest.Tests.Machine;

/// <summary>
/// A machine with the devices of the VMM. A trapping read of InterruptStatus takes until a device has completed
/// something, as it does there.
/// </summary>
internal sealed class RealPair : IMachineClock, IBlockEvents, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly AutoResetEvent _completed = new(initialState: false);
    private readonly DeviceWorkers _inputWorkers;
    private readonly DeviceWorkers _outputWorkers;

    public RealPair(int sectors, int threads, Func<ulong, bool>? isHole = null)
        : this(Random(sectors), sectors, threads, isHole)
    {
    }

    public RealPair(byte[] input, int outputSectors, int threads, Func<ulong, bool>? isHole = null)
    {
        Machine = new TestMachine { Clock = this };
        InputDisk = input;
        OutputDisk = new byte[outputSectors * 512];
        IBlockStore inputStore = isHole is null ? new ArrayStore(InputDisk, isReadOnly: true) : new HoledStore(InputDisk, isHole);
        IBlockStore outputStore = isHole is null
            ? new ArrayStore(OutputDisk, isReadOnly: false) : new ZeroableStore(OutputDisk);
        Input = new BlockDevice(Machine.Memory, inputStore, new(), this);
        Output = new BlockDevice(Machine.Memory, outputStore, new(), this);
        _inputWorkers = new DeviceWorkers(Input, threads);
        _outputWorkers = new DeviceWorkers(Output, threads);
        Machine.Map(MemoryMap.InputDevice, new VirtioMmioTransport(Input, _inputWorkers, this));
        Machine.Map(MemoryMap.OutputDevice, new VirtioMmioTransport(Output, _outputWorkers, this));
    }

    public TestMachine Machine { get; }

    public byte[] InputDisk { get; }

    public byte[] OutputDisk { get; }

    public BlockDevice Input { get; }

    public BlockDevice Output { get; }

    public QueueFault? Fault { get; private set; }

    public GuestTalk Run(VmmConfig config)
    {
        config.InterruptStatusWaits = true;
        Machine.Run(config);
        return GuestTalk.Typed(Machine);
    }

    private static byte[] Random(int sectors)
    {
        byte[] disk = new byte[sectors * 512];
        new Random(sectors).NextBytes(disk);
        return disk;
    }

    public bool Paused() => false;

    public bool Trapped() => _completed.WaitOne(s_patience) ? true : throw new GuestStalledException();

    public void InterruptRaised(VirtioInterrupts interrupts) => _completed.Set();

    public void QueueBroken(in QueueError error) => Fault = error.Fault;

    public void RequestCompleted(in BlockCompletion completion)
    {
    }

    public void Dispose()
    {
        _inputWorkers.Dispose();
        _outputWorkers.Dispose();
        Machine.Dispose();
        _completed.Dispose();
    }
}
