using Airlock.Testing;
using Airlock.Virtio.Block;
using FsCheck.Xunit;

namespace Airlock.Virtio.Tests.Block;

/// <summary>Batches: neighbors on the disk become one transfer, and each request is still answered for itself.</summary>
public sealed class BlockWorkerTests : IDisposable
{
    private const int Sectors = 64;
    private const int EIO = 5;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly MemoryStore _memoryStore = new(Sectors);
    private readonly FaultyStore _store;
    private readonly BlockDeviceRig _rig;
    private readonly BlockWorker _worker;

    public BlockWorkerTests()
    {
        _store = new FaultyStore(_memoryStore);
        _rig = BlockDeviceRig.Started(_store);
        _worker = new BlockWorker(_rig.Device);
        new Random(1).NextBytes(_memoryStore.Bytes);
    }

    public void Dispose()
    {
        Assert.True(_rig.Chains.GuardsAreIntact());
        _rig.Dispose();
    }

    [Fact]
    public void Requests_that_wait_together_are_published_with_one_interrupt()
    {
        PlacedRequest[] reads = MakeReads(count: 10);
        Assert.Equal(10, Process(_worker));
        Assert.Equal((10, 1), (_rig.Ring.UsedIndex, _rig.Events.Interrupts));
        Assert.All(reads, (read, sector) => Assert.Equal(_memoryStore.Bytes.AsSpan(sector * 512, 512).ToArray(), read.Data));
        Assert.All(reads, read => Assert.Equal(0, read.Status));
    }

    [Fact]
    public void A_worker_that_will_look_again_by_itself_asks_for_no_notification()
    {
        MakeReads(count: 2);
        Assert.Equal(2, _rig.Device.Queue.Pending);
        Assert.True(_rig.Device.Queue.IsUnattended);
        _worker.ProcessUnnotified();
        Assert.Equal(2, _rig.Ring.UsedIndex);
        Assert.False(_rig.Ring.DeviceWantsNotifications);
        Assert.Equal((0, false), (_rig.Device.Queue.Pending, _rig.Device.Queue.IsUnattended));
        Assert.Equal(0, Process(_worker));
        Assert.True(_rig.Ring.DeviceWantsNotifications);
    }

    [Fact]
    public void An_index_that_cannot_be_true_counts_no_more_requests_than_a_queue_holds()
    {
        _rig.Ring.SetAvailIndex(40_000);
        Assert.Equal(256, _rig.Device.Queue.Pending);
    }

    [Fact]
    public void Of_requests_all_over_the_disk_the_driver_hears_a_few_at_a_time()
    {
        PlacedRequest[] reads = [.. Enumerable.Range(0, 10).Select(i => _rig.Chains.Read((ulong)(2 * i), 512))];
        Array.ForEach(reads, read => _rig.Ring.MakeAvailable(read.Head));
        Assert.Equal(10, Process(_worker));
        Assert.Equal((10, 3), (_rig.Ring.UsedIndex, _rig.Events.Interrupts));
        Assert.All(reads, read => Assert.Equal(0, read.Status));
    }

    [Fact]
    public void Of_many_neighbors_the_driver_hears_before_all_are_done()
    {
        MakeReads(count: 40);
        Assert.Equal(40, Process(_worker));
        Assert.Equal((40, 3), (_rig.Ring.UsedIndex, _rig.Events.Interrupts));
    }

    [Fact]
    public void A_bad_sector_costs_its_own_request_and_no_other()
    {
        _store.Faults[3] = EIO;
        PlacedRequest[] reads = MakeReads(count: 10);
        Assert.Equal(10, Process(_worker));
        Assert.All(reads, (read, sector) => Assert.Equal(sector == 3 ? 1 : 0, read.Status));
    }

    [Fact]
    public void A_request_that_fails_its_checks_is_no_part_of_a_run()
    {
        PlacedRequest[] requests =
        [
            _rig.Chains.Read(Sectors - 1, 512),
            _rig.Chains.Read(Sectors, 512),
            _rig.Chains.Write(0, new byte[512]),
            _rig.Chains.Flush(),
            _rig.Chains.Write(1, new byte[512]),
        ];
        Array.ForEach(requests, request => _rig.Ring.MakeAvailable(request.Head));
        Assert.Equal(5, Process(_worker));
        Assert.Equal([0, 1, 0, 0, 0], requests.Select(request => (int)request.Status));
    }

    [Theory]
    [InlineData(128 << 10, 128 << 10, 1)]
    [InlineData(128 << 10, 256 << 10, 0)]
    public void A_run_holds_no_more_than_a_batch(int first, int second, int runs)
    {
        var store = new VectoredStore(sectors: 1024);
        using var rig = BlockDeviceRig.Started(store);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, first).Head);
        rig.Ring.MakeAvailable(rig.Chains.Read((ulong)first / 512, second).Head);
        Assert.Equal(2, Process(new BlockWorker(rig.Device)));
        Assert.Equal(runs, store.VectoredReads);
    }

    [Fact]
    public void A_chain_made_available_while_the_device_arms_is_not_lost()
    {
        var store = new ObservedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(store);
        ushort second = rig.Chains.Read(1, 512).Head;
        store.OnTransfer = () =>
        {
            store.OnTransfer = null;
            rig.Ring.MakeAvailable(second);
        };
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Assert.Equal(2, Process(new BlockWorker(rig.Device)));
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        _rig.Events.Recording = false;
        PlacedRequest[] reads = MakeReads(count: 20);
        Process(_worker);
        int done = 0, expected = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int round = 0; round < 100; round++)
            {
                foreach (PlacedRequest read in reads)
                {
                    _rig.Ring.MakeAvailable(read.Head);
                }

                done += _worker.Process();
                expected += reads.Length;
            }
        }));
        Assert.Equal(expected, done);
    }

    [Property(MaxTest = 100)]
    public bool A_batch_does_what_the_same_requests_do_one_by_one(int seed)
    {
        byte[] alone = RunScript(seed, rig => Process(new BlockWorker(rig.Device, batch: 1)));
        byte[] together = RunScript(seed, rig => Process(new BlockWorker(rig.Device)));
        return alone.AsSpan().SequenceEqual(together);
    }

    /// <summary>Random reads and writes, many of them neighbors; what the disk and all requests hold in the end.</summary>
    private static byte[] RunScript(int seed, Action<BlockDeviceRig> serve)
    {
        var random = new Random(seed);
        var store = new MemoryStore(Sectors);
        random.NextBytes(store.Bytes);
        using var rig = BlockDeviceRig.Started(store);
        var requests = new List<PlacedRequest>();
        ulong sector = 0;
        bool write = false;
        for (int i = 0; i < 40; i++)
        {
            int count = random.Next(1, 4);
            sector = random.Next(4) == 0 ? (ulong)random.Next(Sectors + 2) : sector;
            write = random.Next(5) == 0 ? !write : write;
            byte[] data = new byte[count * 512];
            random.NextBytes(data);
            requests.Add(write ? rig.Chains.Write(sector, data) : rig.Chains.Read(sector, data.Length));
            rig.Ring.MakeAvailable(requests[^1].Head);
            sector += (ulong)count;
        }

        serve(rig);
        return [.. store.Bytes, .. requests.SelectMany(request => request.Written())];
    }

    [Fact]
    public void A_store_that_throws_leaves_no_request_in_flight()
    {
        var store = new ObservedStore(new MemoryStore(8)) { OnTransfer = () => throw new InvalidOperationException() };
        using var rig = BlockDeviceRig.Started(store);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        rig.Ring.MakeAvailable(rig.Chains.Read(1, 512).Head);
        Assert.Throws<InvalidOperationException>(() => Process(new BlockWorker(rig.Device)));
        Assert.Equal(0, rig.Device.Queue.InFlight);
        Assert.All(rig.Events.Completions, completion => Assert.Equal(BlockRequestStatus.IoError, completion.Status));
        rig.Driver.Reset();
    }

    /// <summary>Serves all that waits; a worker that finds no end fails the test.</summary>
    private static int Process(BlockWorker worker)
    {
        Task<int> work = Task.Factory.StartNew(() => worker.Process(), TaskCreationOptions.LongRunning);
        Assert.True(((IAsyncResult)work).AsyncWaitHandle.WaitOne(s_limit), "The worker doesn't end.");
        return work.GetAwaiter().GetResult();
    }

    private PlacedRequest[] MakeReads(int count)
    {
        PlacedRequest[] reads = [.. Enumerable.Range(0, count).Select(sector => _rig.Chains.Read((ulong)sector, 512))];
        Array.ForEach(reads, read => _rig.Ring.MakeAvailable(read.Head));
        return reads;
    }
}
