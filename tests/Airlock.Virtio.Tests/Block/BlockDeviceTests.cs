using System.Text;
using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

public sealed class BlockDeviceTests : IDisposable
{
    private const int Sectors = 50;
    private const int EIO = 5;
    private const int ENOSPC = 28;

    private readonly MemoryStore _memoryStore = new(Sectors);
    private readonly FaultyStore _store;
    private readonly BlockDeviceRig _rig;

    public BlockDeviceTests()
    {
        _store = new FaultyStore(_memoryStore);
        _rig = BlockDeviceRig.Started(_store);
    }

    public void Dispose()
    {
        Assert.True(_rig.Chains.GuardsAreIntact());
        _rig.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 3)]
    [InlineData(0, Sectors)]
    [InlineData(Sectors - 1, 1)]
    public void A_read_gives_the_sectors_and_says_how_much_it_wrote(ulong sector, int count)
    {
        PlacedRequest request = _rig.Chains.Read(sector, count * 512);
        UsedEntry used = _rig.Run(request);
        Assert.Equal(new UsedEntry(request.Head, ((uint)count * 512) + 1), used);
        Assert.Equal(BlockStatus.Ok, request.Status);
        Assert.Equal(_memoryStore.Bytes.AsSpan((int)sector * 512, count * 512).ToArray(), request.Data);
    }

    [Fact]
    public void A_write_reaches_the_store_and_writes_only_the_status()
    {
        byte[] data = [.. Enumerable.Range(0, 1024).Select(i => (byte)(i * 3))];
        PlacedRequest request = _rig.Chains.Write(9, data);
        Assert.Equal(new UsedEntry(request.Head, 1), _rig.Run(request));
        Assert.Equal(BlockStatus.Ok, request.Status);
        Assert.Equal(data, _memoryStore.Bytes[(9 * 512)..(11 * 512)]);
    }

    [Fact]
    public void A_request_may_be_as_large_as_RAM_allows()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(4096));
        ulong data = 0x40_0000;
        ushort head = rig.Ring.AddChain(
            rig.Chains.Buffer(BlockChainBuilder.Header(BlockRequestType.In, 0), writable: false),
            new ChainPiece(data, 2 << 20, true),
            rig.Chains.Buffer([0xff], writable: true));
        Assert.Equal((2u << 20) + 1, rig.Run(head).Length);
    }

    [Theory]
    [InlineData(Sectors, 1)]
    [InlineData(Sectors - 1, 2)] // openvmm#4046: starts inside, ends outside
    [InlineData(0, Sectors + 1)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(0x0080_0000_0000_0000, 1)] // cloud-hypervisor f7ebb4b87: times 512 it is 0
    [InlineData(0xffff_ffff_ffff_ffff, 2)]
    public void Sectors_past_the_capacity_are_refused(ulong sector, int count)
    {
        byte[] before = [.. _memoryStore.Bytes];
        PlacedRequest read = _rig.Chains.Read(sector, count * 512);
        Assert.Equal(0u, _rig.Run(read).Length);
        Assert.Equal(BlockStatus.IoError, read.Status);
        Assert.All(read.Data, value => Assert.Equal(0xff, value));

        PlacedRequest write = _rig.Chains.Write(sector, new byte[count * 512]);
        _rig.Run(write);
        Assert.Equal(BlockStatus.IoError, write.Status);
        Assert.Equal(before, _memoryStore.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(513)]
    public void A_length_that_is_not_whole_sectors_is_refused(int length)
    {
        PlacedRequest read = _rig.Chains.Read(0, length); // CVE-2011-1750
        _rig.Run(read);
        PlacedRequest write = _rig.Chains.Write(0, new byte[length]);
        _rig.Run(write);
        Assert.Equal((BlockStatus.IoError, BlockStatus.IoError), (read.Status, write.Status));
    }

    [Fact]
    public void A_request_for_no_sectors_succeeds_and_does_nothing()
    {
        PlacedRequest request = _rig.Chains.Read(0, 0);
        Assert.Equal(1u, _rig.Run(request).Length);
        Assert.Equal(BlockStatus.Ok, request.Status);
    }

    [Fact]
    public void Data_in_the_wrong_direction_is_refused()
    {
        byte[] before = [.. _memoryStore.Bytes];
        PlacedRequest write = Place(BlockRequestType.Out, [], 512);
        _rig.Run(write);
        PlacedRequest read = Place(BlockRequestType.In, new byte[512], 0);
        _rig.Run(read);
        Assert.Equal((BlockStatus.IoError, BlockStatus.IoError), (write.Status, read.Status));
        Assert.Equal(before, _memoryStore.Bytes);
    }

    [Fact]
    public void A_read_only_device_refuses_writes_and_flushes_well()
    {
        var store = new MemoryStore(8, readOnly: true);
        byte[] before = [.. store.Bytes];
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest write = rig.Chains.Write(0, new byte[512]); // cloud-hypervisor#7697
        rig.Run(write);
        PlacedRequest flush = rig.Chains.Flush(); // cloud-hypervisor#7706
        rig.Run(flush);
        Assert.Equal((BlockStatus.IoError, BlockStatus.Ok), (write.Status, flush.Status));
        Assert.Equal(before, store.Bytes);
    }

    [Fact]
    public void A_flush_reaches_the_store()
    {
        PlacedRequest flush = _rig.Chains.Flush();
        Assert.Equal(1u, _rig.Run(flush).Length);
        Assert.Equal(BlockStatus.Ok, flush.Status);
        Assert.Equal(1, _memoryStore.Flushes);
    }

    [Fact]
    public void A_flush_that_fails_is_an_error()
    {
        _store.FlushFault = EIO;
        PlacedRequest flush = _rig.Chains.Flush();
        _rig.Run(flush);
        Assert.Equal(BlockStatus.IoError, flush.Status);
        Assert.Equal(EIO, _rig.Events.Completions.Last().Errno);
    }

    [Theory]
    [InlineData(2)] // SCSI passthrough, CVE-2026-48914
    [InlineData(3)]
    [InlineData(BlockRequestType.Discard)]
    [InlineData(BlockRequestType.WriteZeroes)]
    [InlineData(0x8000_0000)] // the legacy barrier bit
    [InlineData(uint.MaxValue)]
    public void A_type_that_is_not_known_is_unsupported(uint type)
    {
        PlacedRequest request = Place(type, new byte[512], 512); // arcbox#337
        Assert.Equal(0u, _rig.Run(request).Length);
        Assert.Equal(BlockStatus.Unsupported, request.Status);
        Assert.All(request.Data, value => Assert.Equal(0xff, value));
    }

    [Theory]
    [InlineData(20, 21)]
    [InlineData(4, 5)]
    [InlineData(0, 1)]
    [InlineData(100, 20)] // CVE-2024-8612: no more than was written, and without the status, before which a gap is
    public void GET_ID_gives_the_name_padded_with_zeroes(int length, uint used)
    {
        PlacedRequest request = Place(BlockRequestType.GetId, [], length);
        Assert.Equal(used, _rig.Run(request).Length);
        byte[] name = new byte[20];
        Encoding.ASCII.GetBytes("airlock").CopyTo(name, 0);
        int told = Math.Min(length, 20);
        Assert.Equal(name[..told], request.Data[..told]);
        Assert.All(request.Data.Skip(20), value => Assert.Equal(0xff, value));
    }

    [Fact]
    public void A_store_that_fails_is_an_error_that_claims_no_data()
    {
        _store.Faults[5] = EIO; // kvm-host#49, cloud-hypervisor#7107
        PlacedRequest read = _rig.Chains.Read(4, 4 * 512);
        Assert.Equal(0u, _rig.Run(read).Length); // CVE-2024-8612; 2.7.8.2: the status lies behind what wasn't written
        Assert.Equal(BlockStatus.IoError, read.Status);
        var expected = new BlockCompletion(BlockRequestKind.Read, BlockRequestStatus.IoError, 4, 4, EIO);
        Assert.Equal(expected, _rig.Events.Completions.Last());

        _store.Faults[6] = ENOSPC;
        PlacedRequest write = _rig.Chains.Write(6, new byte[512]);
        Assert.Equal(1u, _rig.Run(write).Length); // a status has no gap before it where there is nothing else to write
        Assert.Equal(BlockStatus.IoError, write.Status);
        Assert.Equal(ENOSPC, _rig.Events.Completions.Last().Errno);
        Assert.False(_rig.Transport.NeedsReset);
    }

    [Fact]
    public void A_store_that_throws_leaves_no_request_in_flight()
    {
        var store = new ObservedStore(new MemoryStore(8)) { OnTransfer = () => throw new InvalidOperationException() };
        using var rig = BlockDeviceRig.Started(store);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Assert.Throws<InvalidOperationException>(() => rig.Worker.Process());
        Assert.Equal(0, rig.Device.Queue.InFlight);
        Assert.Equal(BlockRequestStatus.IoError, Assert.Single(rig.Events.Completions).Status);
        rig.Driver.Reset();
    }

    [Fact]
    public void A_chain_without_room_for_a_status_is_given_back_with_length_zero()
    {
        ushort head = _rig.Ring.AddChain(
            _rig.Chains.Buffer(BlockChainBuilder.Header(BlockRequestType.In, 0), writable: false));
        Assert.Equal(new UsedEntry(head, 0), _rig.Run(head)); // cloud-hypervisor e1a63b41f
        Assert.Equal(1, _rig.Device.Metrics.Malformed);
        Assert.Equal(513u, _rig.Run(_rig.Chains.Read(0, 512)).Length); // and the device goes on
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void A_chain_without_a_whole_header_is_given_back_with_length_zero(int length)
    {
        PlacedRequest request = _rig.Chains.Place(new byte[length], [], 512, null);
        Assert.Equal(0u, _rig.Run(request).Length);
        Assert.All(request.Written(), value => Assert.Equal(0xff, value));
        Assert.Equal(1, _rig.Device.Metrics.Malformed);
    }

    [Fact]
    public void A_header_that_changes_while_the_request_runs_changes_nothing()
    {
        // kvm-host#49: the guest turns a read of sector 3 into something else during the I/O.
        MemoryStore sectors = new(8);
        var store = new ObservedStore(sectors);
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest request = rig.Chains.Read(3, 512);
        store.OnTransfer = () => rig.Memory.TryWrite(request.Pieces[0].Address, ulong.MaxValue);
        rig.Run(request);
        Assert.Equal(BlockStatus.Ok, request.Status);
        Assert.Equal(sectors.Bytes[1536..2048], request.Data);
    }

    [Fact]
    public void Requests_are_counted()
    {
        _store.Faults[5] = EIO;
        _rig.Run(_rig.Chains.Read(0, 1024));
        _rig.Run(_rig.Chains.Read(5, 512));
        _rig.Run(_rig.Chains.Write(1, new byte[512]));
        _rig.Run(_rig.Chains.Flush());
        _rig.Run(Place(99, [], 0));
        var expected = new BlockDeviceMetrics
        {
            Reads = 2,
            Writes = 1,
            Flushes = 1,
            Others = 1,
            BytesRead = 1024,
            BytesWritten = 512,
            Errors = 2,
            Wakeups = 5,
        };
        Assert.Equal(expected, _rig.Device.Metrics);
        Assert.Equal(5, _rig.Events.Completions.Count);
        Assert.Equal(5, _rig.Transport.Interrupts);
    }

    [Fact]
    public void A_wake_up_does_no_more_than_its_limit()
    {
        for (int i = 0; i < 10; i++)
        {
            _rig.Ring.MakeAvailable(_rig.Chains.Read(0, 512).Head);
        }

        Assert.Equal(4, _rig.Worker.Process(limit: 4)); // firecracker#5260
        Assert.Equal(4, _rig.Ring.UsedIndex);
        Assert.Equal(6, _rig.Worker.Process());
    }

    [Fact]
    public void A_batch_is_published_at_once_with_one_interrupt()
    {
        var published = new List<(int InFlight, ushort Used)>();
        var store = new ObservedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(store);
        store.OnTransfer = () => published.Add((rig.Device.Queue.InFlight, rig.Ring.UsedIndex));
        for (int i = 0; i < 3; i++)
        {
            rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        }

        Assert.Equal(3, rig.Worker.Process());
        Assert.Equal([(3, 0), (3, 0), (3, 0)], published);
        Assert.Equal((0, 3), (rig.Device.Queue.InFlight, rig.Ring.UsedIndex));
        Assert.Equal(1, rig.Events.Interrupts);
    }

    [Fact]
    public void A_chain_made_available_while_the_device_arms_is_not_lost()
    {
        // The driver adds a second request during the first one, and doesn't notify, for it isn't asked to.
        var store = new ObservedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(store);
        ushort second = rig.Chains.Read(1, 512).Head;
        store.OnTransfer = () =>
        {
            store.OnTransfer = null;
            rig.Ring.MakeAvailable(second);
        };
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Assert.Equal(2, rig.Worker.Process());
    }

    [Fact]
    public void A_request_allocates_nothing()
    {
        const int rounds = 1000;
        _rig.Events.Recording = false;
        ushort[] heads =
        [
            _rig.Chains.Read(0, 4096).Head, _rig.Chains.Write(1, new byte[4096]).Head, _rig.Chains.Flush().Head,
            Place(BlockRequestType.GetId, [], 20).Head, _rig.Chains.Read(ulong.MaxValue, 512).Head,
        ];
        int runs = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            runs++;
            RunOften(heads, rounds);
        }));

        // A device that had stopped early would have allocated nothing, too.
        int each = runs * rounds;
        BlockDeviceMetrics metrics = _rig.Device.Metrics;
        Assert.Equal(
            (2 * each, each, each, each, each), (metrics.Reads, metrics.Writes, metrics.Flushes, metrics.Others, metrics.Errors));
    }

    [Fact]
    public void A_reset_allocates_nothing()
    {
        _rig.BringUp();
        Assert.Equal(0, AllocationMeter.LeastBytes(() => _rig.Driver.BringUp(_rig.Ring.Geometry)));
    }

    private PlacedRequest Place(uint type, byte[] output, int input) =>
        _rig.Chains.Place(BlockChainBuilder.Header(type, 0), output, input, null);

    private void RunOften(ReadOnlySpan<ushort> heads, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (ushort head in heads)
            {
                _rig.Ring.MakeAvailable(head);
            }

            _rig.Worker.Process();
        }
    }
}
