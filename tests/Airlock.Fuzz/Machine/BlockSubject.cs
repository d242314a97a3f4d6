using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Fuzz.Engine;
using Airlock.Testing;
using Airlock.Testing.Model;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;

namespace Airlock.Fuzz.Machine;

/// <summary>A block device, all around it, and the model that predicts what it does.</summary>
internal sealed class BlockSubject
{
    private const int Sectors = 16;
    private const int MaxDataPieces = 4;

    /// <summary>More requests than these can't come of what one input writes; then the device serves ghosts.</summary>
    private const int MaxRequests = 10_000;

    /// <summary>What a driver asks for; the last one anything.</summary>
    private static readonly uint?[] s_types =
    [
        BlockRequestType.In, BlockRequestType.In, BlockRequestType.Out, BlockRequestType.Flush, BlockRequestType.GetId,
        BlockRequestType.WriteZeroes, BlockRequestType.GetExtents, null,
    ];

    private readonly GuestRam _ram;
    private readonly PokePlan _pokes;
    private readonly DeviceEvents _events = new();
    private readonly StrictStore _store;
    private readonly StrictStore _modelStore;
    private readonly BlockDevice _device;
    private readonly BlockWorker _worker;
    private readonly BlockWorker _single;
    private readonly ModelVirtqueue _modelQueue;
    private readonly ModelTransport _modelTransport;
    private readonly ModelBlockDevice _model;
    private readonly ulong _buffers;
    private ulong _nextBuffer;

    /// <param name="place">Where its driver puts the queue.</param>
    /// <param name="buffers">Where its driver puts buffers.</param>
    public BlockSubject(GuestRam ram, PokePlan pokes, bool readOnly, ulong place, ulong buffers)
    {
        _ram = ram;
        _pokes = pokes;
        _buffers = buffers;
        _store = new StrictStore(Sectors, readOnly) { OnTransfer = () => pokes.Poke(ram.Real.Open) };
        _modelStore = new StrictStore(Sectors, readOnly) { OnTransfer = () => pokes.PokeModel(ram.Model.Open) };
        _device = new BlockDevice(ram.Real.Memory, _store, new BlockDeviceOptions(), _events);
        _worker = new BlockWorker(_device);
        _single = new BlockWorker(_device, batch: 1);
        var transport = new VirtioMmioTransport(_device, _events, _events);
        _modelQueue = new ModelVirtqueue(ram.Model);
        Features = ModelBlockDevice.Features(readOnly);
        _modelTransport = new ModelTransport(DeviceId.Block, Features, ModelBlockDevice.Config(Sectors), _modelQueue);
        _model = new ModelBlockDevice(ram.Model, _modelQueue, _modelTransport, _modelStore);
        Registers = new Registers(transport, _modelTransport, _events);
        Driver = new QueueDriver(ram, place);
    }

    public ulong Features { get; }

    public Registers Registers { get; }

    public QueueDriver Driver { get; }

    /// <summary>Begins a case.</summary>
    public void Begin()
    {
        Registers.Reset();
        _store.Refill();
        _modelStore.Refill();
        _events.Clear();
        _modelTransport.Faults.Clear();
        _nextBuffer = _buffers;
    }

    public void BringUp(uint size)
    {
        Driver.Begin(size);
        Registers.Negotiate(Features);
        Registers.SetUpQueue(0, Driver.Place);
        Registers.SetDriverOk();
    }

    public void SpoilStore(ulong badSectors, ulong holes, bool flushFails)
    {
        _store.Holes = _modelStore.Holes = holes;
        _store.BadSectors = _modelStore.BadSectors = badSectors;
        _store.FlushFails = _modelStore.FlushFails = flushFails;
    }

    /// <summary>Places a request as a driver does, header, data and status, but for what the input twists.</summary>
    public void PlaceRequest(ref ActionReader input)
    {
        byte shape = input.Byte();
        uint type = s_types[shape & 7] ?? input.U32();
        int pieces = type == BlockRequestType.WriteZeroes ? 1 : (shape >> 3) % MaxDataPieces;
        ushort head = PlaceHeader(ref input, type);
        for (int i = 0; i < pieces; i++)
        {
            PlaceData(ref input, type);
        }

        Driver.AddDescriptor(ref input, TakeBuffer(1), 1, writable: true, isLast: true);
        Driver.MakeAvailable((ushort)input.Mostly(head, sizeof(ushort)));
    }

    /// <summary>Lets the device serve one request after the other.</summary>
    public void ServeInTurn(int limit)
    {
        _ram.Model.BeginStep();
        int done = Measured(() => _single.Process(limit));
        int expected = _model.Work(limit);
        FindingException.ThrowUnless(done == expected, $"{done} requests were served, and {expected} were there.");
        _pokes.CheckAgreement();
        CheckAgreement();
    }

    /// <summary>Lets the device serve requests in batches, as it does in the machine.</summary>
    public void ServeInBatches()
    {
        bool guestInterferes = _pokes.IsArmed;
        bool wasRunning = _modelQueue.IsRunning;
        _ram.Model.BeginStep();
        int done = Measured(() => _worker.Process());
        int expected = _model.Work(int.MaxValue);

        // Of requests that wait together and that share memory, or are ahead of one that breaks the queue, nobody has
        // promised an order.
        bool brokeNow = wasRunning && !_modelQueue.IsRunning;
        if (guestInterferes || brokeNow || _ram.Model.IsEntangled || _modelQueue.HeadCameTwice)
        {
            BelieveDevice();
            return;
        }

        FindingException.ThrowUnless(done == expected, $"{done} requests were served, and {expected} were there.");
        CheckAgreement();
    }

    /// <summary>Ends a case.</summary>
    public void CheckAgreement()
    {
        FindingException.ThrowUnless(_device.Queue.InFlight == 0, "A request is still in flight.");
        FindingException.ThrowUnless(
            _device.Queue.IsRunning == _modelQueue.IsRunning, $"The queue is running: {_device.Queue.IsRunning}.");
        FindingException.ThrowUnless(
            _store.Bytes.AsSpan().SequenceEqual(_modelStore.Bytes), "The store doesn't hold what it should.");
        _ram.CheckAgreement();
        Registers.CheckAgreement();
    }

    public void CheckSecret() => FindingException.ThrowUnless(
        !GuardedMemory.HoldsSecret(_store.Bytes), "The store holds what only the VMM may see.");

    private ushort PlaceHeader(ref ActionReader input, uint type)
    {
        Span<byte> header = stackalloc byte[(int)BlockRequestHeader.Length];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        ulong sector = input.Mostly(input.Byte() % (Sectors + 1u), sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], sector);
        ulong buffer = TakeBuffer(BlockRequestHeader.Length);
        _ram.Write(buffer, header);
        return Driver.AddDescriptor(ref input, buffer, BlockRequestHeader.Length, writable: false, isLast: false);
    }

    private void PlaceData(ref ActionReader input, uint type)
    {
        uint unit = type switch
        {
            BlockRequestType.WriteZeroes => WriteZeroesSegment.Length,
            BlockRequestType.GetExtents => BlockExtent.Length,
            _ => BlockConfig.SectorSize,
        };
        byte size = input.Byte();
        uint units = type == BlockRequestType.WriteZeroes ? 1 : 1u + (size % 3u);
        uint length = (uint)input.Mostly(unit * units, sizeof(ushort));
        ulong buffer = TakeBuffer(length);
        if (type == BlockRequestType.WriteZeroes)
        {
            Span<byte> segment = stackalloc byte[(int)WriteZeroesSegment.Length];
            BinaryPrimitives.WriteUInt64LittleEndian(segment, input.Mostly(size % (Sectors + 1u), sizeof(ulong)));
            BinaryPrimitives.WriteUInt32LittleEndian(segment[8..], (uint)input.Mostly((ulong)size >> 5, sizeof(uint)));
            BinaryPrimitives.WriteUInt32LittleEndian(segment[12..], (uint)input.Mostly(size & 1u, sizeof(uint)));
            _ram.Write(buffer, segment);
        }

        bool writable = type is BlockRequestType.In or BlockRequestType.GetId or BlockRequestType.GetExtents;
        Driver.AddDescriptor(ref input, buffer, length, writable, isLast: false);
    }

    private ulong TakeBuffer(uint length)
    {
        ulong address = _nextBuffer;
        _nextBuffer = address + length + 16 < _buffers + 0x2000 ? address + length : _buffers;
        return address;
    }

    /// <summary>Whatever the device did, a reset must bring it back to where its model is.</summary>
    private void BelieveDevice()
    {
        FindingException.ThrowUnless(_device.Queue.InFlight == 0, "A request is still in flight.");
        _pokes.Clear();
        Registers.Reset();
        _ram.BelieveDevice();
        _store.Bytes.CopyTo(_modelStore.Bytes.AsSpan());
        _modelTransport.Faults.Clear();
        for (int i = 0; i < _events.Breaks; i++)
        {
            _modelTransport.Faults.Add(_events.LastError.Fault);
        }
    }

    private int Measured(Func<int> serve)
    {
        int before = _events.Completions;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        int done = serve();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        FindingException.ThrowUnless(allocated == 0, $"Serving {done} requests allocated {allocated} bytes.");
        FindingException.ThrowUnless(
            done == _events.Completions - before && done < MaxRequests, $"The device served {done} requests.");
        return done;
    }
}
