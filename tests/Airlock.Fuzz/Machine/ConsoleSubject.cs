using Airlock.Fuzz.Engine;
using Airlock.Testing.Model;
using Airlock.Virtio.Console;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Fuzz.Machine;

/// <summary>A console, all around it, and a model of its transmit queue.</summary>
internal sealed class ConsoleSubject
{
    private const ulong Version1 = 1UL << 32;
    private const int MaxChains = 512;

    private readonly GuestRam _ram;
    private readonly DeviceEvents _events = new();
    private readonly ConsoleDevice _device;
    private readonly ModelVirtqueue _receive;
    private readonly ModelVirtqueue _transmit;
    private readonly ModelTransport _model;
    private readonly ModelChain _chain = new();
    private readonly byte[] _buffer = new byte[ConsoleDevice.MaxChainLength];
    private readonly byte[] _expected = new byte[ConsoleDevice.MaxChainLength];

    public ConsoleSubject(GuestRam ram, ulong receive, ulong transmit)
    {
        _ram = ram;
        _device = new ConsoleDevice(ram.Real.Memory);
        var transport = new VirtioMmioTransport(_device, _events, _events);
        _receive = new ModelVirtqueue(ram.Model);
        _transmit = new ModelVirtqueue(ram.Model);
        _model = new ModelTransport(Abi.Virtio.DeviceId.Console, Version1, [], _receive, _transmit);
        Registers = new Registers(transport, _model, _events);
        Drivers = [new QueueDriver(ram, receive), new QueueDriver(ram, transmit)];
    }

    public Registers Registers { get; }

    /// <summary>Of the receive queue, which the device leaves alone, and of the transmit queue.</summary>
    public QueueDriver[] Drivers { get; }

    public void Begin()
    {
        Registers.Reset();
        _events.Clear();
        _model.Faults.Clear();
    }

    public void BringUp(uint size)
    {
        Registers.Negotiate(Version1);
        for (uint i = 0; i < Drivers.Length; i++)
        {
            Drivers[i].Begin(size);
            Registers.SetUpQueue(i, Drivers[i].Place);
        }

        Registers.SetDriverOk();
    }

    /// <summary>Reads what the guest has written, as the thread that reads messages does.</summary>
    public void Serve()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        _device.Transmit.DisarmNotifications();
        _transmit.SetNoNotify(true);
        int chains = 0;
        while (_device.TryRead(_buffer, out int length))
        {
            int expected = ReadModel();
            FindingException.ThrowUnless(
                length == expected && _buffer.AsSpan(0, length).SequenceEqual(_expected.AsSpan(0, length)),
                $"The console read {length} bytes, and {expected} were written.");
            FindingException.ThrowUnless(++chains < MaxChains, "The console reads chains that nobody has sent.");
        }

        FindingException.ThrowUnless(ReadModel() < 0, "The console left a chain lying.");
        _device.Transmit.ArmNotificationsAndLook();
        _transmit.SetNoNotify(false);
        CheckAgreement();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        FindingException.ThrowUnless(allocated == 0, $"Reading {chains} chains allocated {allocated} bytes.");
    }

    public void CheckAgreement()
    {
        FindingException.ThrowUnless(_device.Transmit.InFlight == 0, "A chain is still in flight.");
        FindingException.ThrowUnless(
            _device.Transmit.IsRunning == _transmit.IsRunning, $"The queue is running: {_device.Transmit.IsRunning}.");
        _ram.CheckAgreement();
        Registers.CheckAgreement();
    }

    /// <summary>The next chain's bytes; 0 of one that is too long, -1 if there is none.</summary>
    private int ReadModel()
    {
        bool wasRunning = _transmit.IsRunning;
        _transmit.BeginStep();
        if (!_transmit.TryTake(_chain))
        {
            if (wasRunning && _transmit.Fault is { } fault)
            {
                _model.Break(fault);
            }

            return -1;
        }

        if (_chain.ReadableBytes > (ulong)_expected.Length)
        {
            _transmit.Break(QueueFault.ChainTooLarge);
            _model.Break(QueueFault.ChainTooLarge);
            return 0;
        }

        int length = CopyModel();
        if (_transmit.Complete(_chain, 0))
        {
            _model.RaiseUsed();
        }

        return length;
    }

    private int CopyModel()
    {
        int length = 0;
        foreach ((ulong address, uint count) in _chain.Readable)
        {
            if (count > 0)
            {
                _ram.Model.Look(address, count).CopyTo(_expected.AsSpan(length));
                length += (int)count;
            }
        }

        return length;
    }
}
