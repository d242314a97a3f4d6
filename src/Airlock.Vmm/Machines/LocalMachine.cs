using System.Runtime.InteropServices;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Images;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Machines;

/// <summary>A machine at work in this process, over files that are open.</summary>
internal sealed class LocalMachine : IMachineHost
{
    private readonly IHypervisor _hypervisor;
    private readonly IMachineEvents _events;
    private readonly Machine _machine;
    private readonly List<(WrittenRanges Written, DiskPart Expected)> _outputs = [];
    private bool _isPrepared;

    /// <param name="hypervisor">Owned by this object from now on.</param>
    /// <exception cref="HostException">This host can't run it.</exception>
    /// <exception cref="GuestImageException">The image doesn't fit.</exception>
    public LocalMachine(MachineSpec spec, IHypervisor hypervisor, StopSignal stop, IMachineEvents events)
    {
        _hypervisor = hypervisor;
        _events = events;
        List<IBlockStore> stores = [.. spec.Disks.Select(OpenStore)];
        IVirtualMachine? machine = null;
        try
        {
            machine = hypervisor.CreateMachine(spec.ToProgram());
            _machine = new Machine(spec, machine, stores, new DebugText(events.DebugLine), stop);
        }
        catch (GuestProgramException e)
        {
            hypervisor.Dispose();
            throw new GuestImageException(e.Message, e);
        }
        catch
        {
            machine?.Dispose();
            hypervisor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IMessageFeed Messages => _machine.Messages.Feed;

    /// <inheritdoc/>
    public long Completed => _machine.Completed;

    /// <summary>What its threads wake each other by.</summary>
    public IEnumerable<SafeHandle> Events => _machine.Events;

    /// <summary>Makes all that the machine needs, so that its process can give up everything else before the guest runs.</summary>
    /// <exception cref="HostException">This host can't run it.</exception>
    public HostNeeds Prepare()
    {
        _isPrepared = true;
        return _machine.Prepare();
    }

    /// <inheritdoc/>
    public void Start()
    {
        if (!_isPrepared)
        {
            Prepare();
        }

        _events.Started(landlock: null);
        _machine.Start();
    }

    /// <inheritdoc/>
    public void FetchCollected() => _machine.FetchCollected();

    /// <inheritdoc/>
    public MachineReport Join()
    {
        _machine.Join();
        return new MachineReport
        {
            Fault = _machine.Fault,
            Exits = _machine.Exits,
            Disks = _machine.Disks,
            MessageSignals = _machine.Messages.Feed.Signals,
            AreOutputsWritten = _outputs.TrueForAll(output => output.Written.Cover(output.Expected)),
            Completed = _machine.Completed,
        };
    }

    public void Dispose()
    {
        _machine.Dispose();
        _hypervisor.Dispose();
    }

    private IBlockStore OpenStore(Disk disk)
    {
        if (disk.Role == DiskRole.Input)
        {
            return disk.OpenStore(written: null, _events.StoreFailed);
        }

        var written = new WrittenRanges();
        _outputs.Add((written, disk.Expected));
        return disk.OpenStore(written, _events.StoreFailed);
    }
}
