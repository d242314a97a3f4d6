using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>
/// The machine of the contract: RAM, one vCPU, block devices, two serial ports, and a thread each for the vCPU and the
/// disks. It is good for one run.
/// </summary>
internal sealed class Machine : IDisposable
{
    private readonly StopSignal _stop;
    private readonly IVirtualMachine _machine;
    private readonly CompletionGate _gate = new();
    private readonly List<BlockChannel> _disks = [];
    private readonly SerialPorts _serial;
    private readonly VcpuLoop _loop;
    private readonly LastRequests _lastRequests;
    private readonly VcpuThread _vcpu;

    /// <param name="machine">Owned by this object from now on.</param>
    /// <param name="stores">What each disk of the spec does its requests with.</param>
    public Machine(MachineSpec spec, IVirtualMachine machine, IReadOnlyList<IBlockStore> stores, DebugText debug, StopSignal stop)
    {
        _stop = stop;
        _machine = machine;
        Messages = new MessageDevices(spec.Transport, machine.Memory);
        Bus mmio = Bus.ForMmio(), ports = Bus.ForPorts();
        Messages.MapTo(mmio);
        Messages.AddDoorbell(machine);
        _serial = new SerialPorts(Messages.Serial, debug);
        _serial.MapTo(ports);
        if (spec.CollectsSerial)
        {
            machine.AddCollectedPort(Ports.Com1);
        }

        for (int i = 0; i < stores.Count; i++)
        {
            var disk = new BlockChannel(spec.Disks[i], machine.Memory, stores[i], _gate, stop);
            disk.MapTo(mmio, AttendDisks);
            disk.AddDoorbell(machine);
            _disks.Add(disk);
        }

        _loop = new VcpuLoop(mmio, ports, _serial, stop, spec.Program);
        _lastRequests = new LastRequests(_disks, spec.LastRequestsTime, stop);
        _vcpu = new VcpuThread(machine, RunGuest, stop);
    }

    /// <summary>Where the guest's messages come from.</summary>
    public MessageDevices Messages { get; }

    /// <summary>What its threads wake each other by.</summary>
    public IEnumerable<EventFd> Events => [Messages.Arrived, .. _disks.Select(disk => disk.Notified)];

    /// <summary>Requests completed so far.</summary>
    public long Completed
    {
        get
        {
            long completed = 0;
            foreach (BlockChannel disk in _disks)
            {
                completed += disk.Completed;
            }

            return completed;
        }
    }

    /// <summary>What each disk has done.</summary>
    public IReadOnlyList<BlockDeviceMetrics> Disks => _disks.ConvertAll(disk => disk.Metrics);

    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault => _loop.Fault;

    /// <summary>What the vCPU came back for; to be read after <see cref="Join"/>.</summary>
    public ExitCounters Exits => _loop.Exits;

    /// <summary>
    /// Starts every thread that there will be, each of which waits, and makes the vCPU. From then on a stop of the run
    /// ends them.
    /// </summary>
    /// <returns>What the machine needs of its process from now on.</returns>
    /// <exception cref="HostException">This host can't run it.</exception>
    public HostNeeds Prepare()
    {
        _stop.OnStop(_machine.RequestExit);
        _stop.OnStop(_gate.Open);
        _stop.OnStop(Messages.Release);
        _stop.OnStop(_vcpu.Release);
        // The vCPU first: it takes a while to make, and the others start in that time.
        _vcpu.Start();
        foreach (BlockChannel disk in _disks)
        {
            disk.Start();
        }

        _vcpu.AwaitBound();
        return _machine.Needs;
    }

    /// <summary>Lets the guest run.</summary>
    public void Start() => _vcpu.Release();

    /// <summary>Lets the vCPU come back once if bytes may be waiting that it wrote to a port without an exit.</summary>
    public void FetchCollected() => _machine.RequestCollected();

    /// <summary>Waits until the guest has ended and no request is in flight. To be called once the run is stopped.</summary>
    public void Join()
    {
        _vcpu.Join();
        _disks.ForEach(disk => disk.Join());
        _serial.FlushDebugText();
    }

    /// <summary>Also before <see cref="Join"/>: the threads end first, then what they use.</summary>
    public void Dispose()
    {
        _stop.Stop(StopCause.Cancelled);
        _stop.AwaitWakers();
        Join();
        _disks.ForEach(disk => disk.Dispose());
        _vcpu.Dispose();
        _machine.Dispose();
        Messages.Dispose();
    }

    private void RunGuest(IVirtualCpu cpu)
    {
        _loop.Run(cpu);
        if (_loop.HasHalted)
        {
            _lastRequests.Finish();
        }
    }

    private int AttendDisks()
    {
        int pending = 0;
        foreach (BlockChannel disk in _disks)
        {
            pending += disk.Attend();
        }

        return pending;
    }
}
