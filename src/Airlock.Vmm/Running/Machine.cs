using Airlock.Abi.Machine;
using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Virtio.Block;
using Airlock.Vmm.Boot;
using Airlock.Vmm.Images;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Serial;

namespace Airlock.Vmm.Running;

/// <summary>
/// The machine of the contract: RAM, one vCPU, two block devices, two serial ports, and a thread each for the vCPU and
/// the devices. It lives for one run.
/// </summary>
internal sealed class Machine : IDisposable
{
    private readonly StopSignal _stop;
    private readonly KvmVm _vm;
    private readonly KvmVcpu _vcpu;
    private readonly GuestMemory _memory;
    private readonly CompletionGate _gate = new();
    private readonly BlockChannel _input;
    private readonly BlockChannel _output;
    private readonly SerialPorts _serial;
    private readonly VcpuLoop _loop;
    private readonly Thread _thread;

    /// <exception cref="KvmException">This host can't run it.</exception>
    /// <exception cref="GuestImageException">The image doesn't fit.</exception>
    public Machine(DiskJobOptions options, MachineParts parts, StopSignal stop)
    {
        GuestImage image = options.Guest ?? GuestImage.Copy;
        _stop = stop;
        try
        {
            _memory = GuestMemory.Allocate(options.MemoryBytes);
            GuestLoader.Load(_memory, image, BootConfiguration.For(options));
            _memory.HideBelow(MemoryMap.ImageBase);

            _vm = parts.Kvm.CreateVm();
            _vm.SetUserMemoryRegion(new KvmMemoryRegion(Slot: 0, GuestAddress: 0, _memory.Length), _memory.Mapping);
            _vcpu = _vm.CreateVcpu();
            VcpuSetup.Apply(parts.Kvm, _vm, _vcpu, image.EntryPoint, options.Ring);

            Bus mmio = Bus.ForMmio(), ports = Bus.ForPorts();
            Messages = new MessagePaths(options.Transport, _memory);
            Messages.MapTo(mmio);
            var shortcuts = new ExitShortcuts();
            Messages.AddShortcut(shortcuts, _vm);
            _serial = new SerialPorts(Messages.Serial, parts.Debug);
            _serial.MapTo(ports);
            if (options.CoalesceSerial)
            {
                _serial.AddShortcut(shortcuts, _vm, _vcpu);
            }

            _input = new BlockChannel(DeviceNames.Input, MemoryMap.InputDevice, _memory, parts.Input, _gate, stop);
            _output = new BlockChannel(DeviceNames.Output, MemoryMap.OutputDevice, _memory, parts.Output, _gate, stop);
            foreach (BlockChannel channel in (ReadOnlySpan<BlockChannel>)[_input, _output])
            {
                channel.MapTo(mmio, () => _input.IsIdle && _output.IsIdle);
                channel.AddShortcut(shortcuts, _vm);
            }

            _loop = new VcpuLoop(_vcpu, mmio, ports, _serial, stop, _memory, image);
            _thread = new Thread(_loop.Run, maxStackSize: 512 << 10) { Name = "airlock-vcpu", IsBackground = true };
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the guest's messages come from.</summary>
    public MessagePaths Messages { get; }

    /// <summary>Requests completed so far.</summary>
    public long Completed => _input.Completed + _output.Completed;

    public BlockDeviceMetrics InputMetrics => _input.Metrics;

    public BlockDeviceMetrics OutputMetrics => _output.Metrics;

    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault => _loop.Fault;

    /// <summary>What the vCPU came back for; to be read after <see cref="Join"/>.</summary>
    public ExitCounters Exits
    {
        get
        {
            _loop.Exits.CoalescedPortIo = _serial.Coalesced;
            return _loop.Exits;
        }
    }

    public void Start()
    {
        _stop.OnStop(_vcpu.RequestExit);
        _stop.OnStop(_gate.Open);
        _stop.OnStop(Messages.Release);
        // The vCPU first: it takes a while until it has set up its devices, and the others start in that time.
        _thread.Start();
        _input.Start();
        _output.Start();
    }

    /// <summary>Lets the vCPU come back once, so that what it wrote to a port without an exit is looked at.</summary>
    public void Nudge() => _vcpu.RequestExit();

    /// <summary>Waits until the guest has ended and no request is in flight. To be called once the run is stopped.</summary>
    public void Join()
    {
        _thread.Join();
        _input.Join();
        _output.Join();
        _serial.FlushDebugText();
    }

    /// <summary>Also of a machine that could be built only in part.</summary>
    public void Dispose()
    {
        _input?.Dispose();
        _output?.Dispose();
        _vcpu?.Dispose();
        _vm?.Dispose();
        Messages?.Dispose();
        _memory?.Dispose();
    }
}
