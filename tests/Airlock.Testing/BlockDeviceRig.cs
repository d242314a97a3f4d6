using Airlock.Memory;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;

namespace Airlock.Testing;

/// <summary>
/// A block device with everything around it: RAM, registers, a driver, a queue, buffers. No thread, no KVM.
/// </summary>
public sealed class BlockDeviceRig : IDisposable
{
    public const ulong DefaultRamSize = 0x80_0000;
    public const ulong QueueAddress = 0x10_0000;
    public const ulong BufferStart = 0x20_0000;
    public const ulong BufferEnd = 0x28_0000;

    public BlockDeviceRig(
        IBlockStore store, ushort queueSize = 256, BlockDeviceOptions? options = null, ulong ramSize = DefaultRamSize)
    {
        Memory = GuestMemory.Allocate(ramSize);
        Device = new BlockDevice(Memory, store, options ?? new BlockDeviceOptions(), Events);
        Worker = new BlockWorker(Device);
        Transport = new VirtioMmioTransport(Device, Notifier, Events);
        Driver = new MmioDriver(Transport);
        Ring = new RingBuilder(Memory, QueueAddress, queueSize);
        Chains = new BlockChainBuilder(Memory, Ring, BufferStart, BufferEnd);
    }

    public GuestMemory Memory { get; }

    public RecordingEvents Events { get; } = new();

    public RecordingNotifier Notifier { get; } = new();

    public BlockDevice Device { get; }

    public VirtioMmioTransport Transport { get; }

    public MmioDriver Driver { get; }

    public RingBuilder Ring { get; }

    public BlockChainBuilder Chains { get; }

    /// <summary>Serves the device as the machine does, on whatever thread calls it.</summary>
    public BlockWorker Worker { get; }

    /// <summary>A rig whose driver is up and running.</summary>
    public static BlockDeviceRig Started(IBlockStore store, ushort queueSize = 256, BlockDeviceOptions? options = null)
    {
        var rig = new BlockDeviceRig(store, queueSize, options);
        rig.BringUp();
        return rig;
    }

    /// <summary>Resets the device and starts it with an empty queue and fresh buffers.</summary>
    /// <param name="features">What the driver takes; null for all that is offered.</param>
    public void BringUp(ulong? features = null)
    {
        Driver.Reset();
        Ring.Clear();
        Chains.Clear();
        Driver.BringUp(Ring.Geometry, features: features);
    }

    /// <summary>Makes a request available, lets the device work, and takes what it gives back.</summary>
    public UsedEntry Run(PlacedRequest request) => Run(request.Head);

    public UsedEntry Run(ushort head)
    {
        Ring.MakeAvailable(head);
        Worker.Process();
        return Ring.TryTakeUsed(out UsedEntry entry)
            ? entry : throw new InvalidOperationException("The device gave nothing back.");
    }

    public void Dispose() => Memory.Dispose();
}
