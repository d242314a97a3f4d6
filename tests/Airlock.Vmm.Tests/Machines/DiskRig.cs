using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A disk of the machine with its thread, and a driver for it.</summary>
internal sealed class DiskRig : IBusDevice, IDisposable
{
    private readonly TestDisk _disk = new(DiskRole.Output, length: 0);
    private readonly Bus _bus = Bus.ForMmio();
    private readonly ulong _window;

    /// <param name="place">Where in RAM its queue and its buffers lie.</param>
    public DiskRig(string name, ulong place, GuestMemory memory, IBlockStore store, StopSignal stop)
    {
        _window = place << 8; // anywhere, but for each another place
        Stop = stop;
        Disk = new BlockChannel(_disk.Disk with { Name = name, Address = _window }, memory, store, new CompletionGate(), stop);
        Disk.MapTo(_bus, Disk.Attend);
        Ring = new RingBuilder(memory, place, size: 256);
        Chains = new BlockChainBuilder(memory, Ring, place + 0x1_0000, place + 0x2_0000);
        Driver = new MmioDriver(this);
        Driver.BringUp(Ring.Geometry);
        Disk.Start();
    }

    public StopSignal Stop { get; }

    public BlockChannel Disk { get; }

    public RingBuilder Ring { get; }

    public BlockChainBuilder Chains { get; }

    public MmioDriver Driver { get; }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        data.Clear();
        BusAnswer answer = _bus.Read(_window + offset, data[..width]);
        value = BitConverter.ToUInt64(data);
        return answer;
    }

    public BusAnswer Write(ulong offset, int width, ulong value) =>
        _bus.Write(_window + offset, BitConverter.GetBytes(value).AsSpan(0, width));

    public void Dispose()
    {
        Stop.Stop(StopCause.Cancelled);
        Runner.InTime(Disk.Join);
        Disk.Dispose();
        _disk.Dispose();
    }
}
