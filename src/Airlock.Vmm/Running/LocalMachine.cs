using Airlock.Kvm;
using Airlock.Protocol;
using Airlock.Virtio.Block;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Serial;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Running;

/// <summary>A machine at work in this process, over files that are open.</summary>
internal sealed class LocalMachine : IMachineHost
{
    private readonly KvmSystem _kvm;
    private readonly IMachineEvents _events;
    private readonly Machine _machine;
    private readonly WrittenRanges _written = new();
    private readonly ulong _length;

    /// <param name="kvm">Owned by this object from now on.</param>
    /// <exception cref="KvmException">This host can't run it.</exception>
    /// <exception cref="Images.GuestImageException">The image doesn't fit.</exception>
    public LocalMachine(DiskJobOptions options, JobFiles files, KvmSystem kvm, StopSignal stop, IMachineEvents events)
    {
        _kvm = kvm;
        _events = events;
        _length = files.Length;
        (IBlockStore input, IBlockStore output) = OpenStores(options.Sparse, files, events);
        try
        {
            _machine = new Machine(options, new MachineParts(kvm, input, output, new DebugText(events.DebugLine)), stop);
        }
        catch
        {
            kvm.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IMessageFeed Messages => _machine.Messages.Feed;

    /// <inheritdoc/>
    public long Completed => _machine.Completed;

    /// <inheritdoc/>
    public void Start()
    {
        _events.Started(landlock: null);
        _machine.Start();
    }

    /// <inheritdoc/>
    public void Nudge() => _machine.Nudge();

    /// <inheritdoc/>
    public MachineReport Join()
    {
        _machine.Join();
        return new MachineReport
        {
            Fault = _machine.Fault,
            Exits = _machine.Exits,
            Input = _machine.InputMetrics,
            Output = _machine.OutputMetrics,
            MessageSignals = _machine.Messages.Feed.Signals,
            IsOutputWritten = _written.Cover(_length),
            Completed = _machine.Completed,
        };
    }

    /// <summary>
    /// What the devices can do about holes is what their stores can: nothing, as long as there is no use for it.
    /// </summary>
    private (IBlockStore Input, IBlockStore Output) OpenStores(SparseMode mode, JobFiles files, IMachineEvents events)
    {
        bool hasHoles = mode != SparseMode.Never && files.InputHasHoles;
        FileStore input = hasHoles
            ? new SparseInput(files, events.StoreFailed)
            : new FileStore(files.Input, files.Length, written: null, events.StoreFailed, files.InputDirect);
        FileStore output = hasHoles || mode == SparseMode.Always
            ? new ZeroableOutput(files, _written, events.StoreFailed)
            : new FileStore(files.Output, files.Length, _written, events.StoreFailed, files.OutputDirect);
        return (input, output);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _kvm.Dispose();
    }
}
