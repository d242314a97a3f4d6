using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Testing.Model;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;

namespace Airlock.Virtio.Tests.Model;

/// <summary>A block device and its model. What a driver does is done to both; then they are compared.</summary>
internal sealed class ModelledDevice : IDisposable
{
    public const int Sectors = 8;
    public const ulong Queue = 0x1000;
    public const ulong Buffers = 0x4000;

    private const int RamSize = 0x8000;

    private readonly GuestMemory _memory = GuestMemory.Allocate(RamSize);
    private readonly ModelRam _ram = new(RamSize, firstOpen: 0);
    private readonly RecordingEvents _events = new();
    private readonly StrictStore _store = new(Sectors, readOnly: false);
    private readonly StrictStore _modelStore = new(Sectors, readOnly: false);
    private readonly BlockDevice _device;
    private readonly VirtioMmioTransport _transport;
    private readonly ModelVirtqueue _queue;
    private readonly ModelTransport _registers;
    private readonly ModelBlockDevice _model;
    private readonly BlockWorker _worker;
    private ushort _availIndex;

    public ModelledDevice()
    {
        _store.Refill();
        _modelStore.Refill();
        _device = new BlockDevice(_memory, _store, new BlockDeviceOptions(), _events);
        _worker = new BlockWorker(_device, batch: 1); // as its model: requests that share memory have no order in a batch
        _transport = new VirtioMmioTransport(_device, new RecordingNotifier(), _events);
        _queue = new ModelVirtqueue(_ram);
        ulong features = ModelBlockDevice.Features(readOnly: false);
        _registers = new ModelTransport(DeviceId.Block, features, ModelBlockDevice.Config(Sectors), _queue);
        _model = new ModelBlockDevice(_ram, _queue, _registers, _modelStore);
    }

    /// <summary>Descriptors of the queue that <see cref="BringUp"/> has set up.</summary>
    public uint Size { get; private set; } = 8;

    public void Write(uint register, uint value)
    {
        BusAnswer answer = _transport.Write(register, sizeof(uint), value);
        bool counts = _registers.TryWrite(register, sizeof(uint), value);
        Assert.Equal(counts ? BusAnswer.Done : BusAnswer.Refused, answer);
    }

    /// <summary>All steps of VIRTIO 1.2, 3.1.1, with an empty queue.</summary>
    /// <param name="features">What the driver takes; VERSION_1 is bit 32.</param>
    public void BringUp(uint size, ulong features)
    {
        Size = size;
        _availIndex = 0;
        ulong avail = Queue + SplitRing.DescriptorTableLength(size);
        ulong used = (avail + SplitRing.AvailLength(size) + 3) & ~3UL;
        WriteRam(Queue, new byte[used + SplitRing.UsedLength(size) - Queue]);
        (uint Register, uint Value)[] steps =
        [
            (MmioRegister.Status, 0), (MmioRegister.Status, 1), (MmioRegister.Status, 3),
            (MmioRegister.DriverFeaturesSel, 0), (MmioRegister.DriverFeatures, (uint)features),
            (MmioRegister.DriverFeaturesSel, 1), (MmioRegister.DriverFeatures, (uint)(features >> 32)),
            (MmioRegister.Status, 11),
            (MmioRegister.QueueNum, size), (MmioRegister.QueueDescLow, (uint)Queue),
            (MmioRegister.QueueDriverLow, (uint)avail), (MmioRegister.QueueDeviceLow, (uint)used),
            (MmioRegister.QueueReady, 1), (MmioRegister.Status, 15),
        ];
        Array.ForEach(steps, step => Write(step.Register, step.Value));
    }

    public void WriteRam(ulong address, ReadOnlySpan<byte> bytes)
    {
        Assert.True(_memory.TryGetSpan(address, (ulong)bytes.Length, out Span<byte> target));
        bytes.CopyTo(target);
        bytes.CopyTo(_ram.Bytes.AsSpan((int)address));
    }

    public void WriteDescriptor(uint index, ulong address, uint length, int flags, uint next)
    {
        byte[] bytes = new byte[SplitRing.DescriptorLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, address);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)next);
        WriteRam(Queue + (index % Size * SplitRing.DescriptorLength), bytes);
    }

    /// <summary>Puts a head into the available ring and moves the index on, by one if all is well.</summary>
    public void MakeAvailable(ushort head, ushort steps = 1)
    {
        ulong avail = Queue + SplitRing.DescriptorTableLength(Size);
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, head);
        WriteRam(avail + SplitRing.AvailEntries + (_availIndex % Size * SplitRing.AvailEntryLength), bytes);
        _availIndex += steps;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, _availIndex);
        WriteRam(avail + SplitRing.AvailIndex, bytes);
    }

    public void SpoilStore(ulong badSectors)
    {
        _store.BadSectors = _modelStore.BadSectors = badSectors;
        _store.Holes = _modelStore.Holes = badSectors >> 1;
    }

    public void Serve()
    {
        _ram.BeginStep();
        int done = _worker.Process();
        Assert.Equal(_model.Work(int.MaxValue), done);
    }

    /// <summary>Every register, all of RAM, all of the store, and what the VMM was told.</summary>
    public void Compare()
    {
        for (uint offset = 0; offset < MmioRegister.Config + BlockConfig.Length; offset += sizeof(uint))
        {
            BusAnswer answer = _transport.Read(offset, sizeof(uint), out ulong value);
            bool reads = _registers.TryRead(offset, sizeof(uint), out ulong expected);
            Assert.Equal((offset, reads ? BusAnswer.Done : BusAnswer.Refused, expected), (offset, answer, value));
        }

        Assert.True(_memory.TryGetSpan(0, RamSize, out Span<byte> ram));
        Assert.True(ram.SequenceEqual(_ram.Bytes), "RAM isn't what it should be.");
        Assert.True(_store.Bytes.AsSpan().SequenceEqual(_modelStore.Bytes), "The store isn't what it should be.");
        Assert.Equal(_registers.Faults, _events.Errors.Select(error => error.Fault));
        Assert.Equal(_queue.IsRunning, _device.Queue.IsRunning);
    }

    public void Dispose() => _memory.Dispose();
}
