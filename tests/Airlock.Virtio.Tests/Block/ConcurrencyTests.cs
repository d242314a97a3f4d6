using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>The vCPU's thread against workers.</summary>
public sealed class ConcurrencyTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> WaysToStop => ["reset", "queue off", "failed"];

    [Theory]
    [MemberData(nameof(WaysToStop))]
    public void Stopping_waits_for_what_is_in_flight(string way)
    {
        using var store = new GatedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest request = rig.Chains.Read(0, 512);
        rig.Ring.MakeAvailable(request.Head);
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(store.WaitForArrival(s_limit));

        Thread vcpu = Start(() => Stop(rig, way)); // cloud-hypervisor 6b44e7b19
        WaitUntilBlocked(vcpu);
        Assert.Equal(1, rig.Device.Queue.InFlight);

        store.Open();
        Join(vcpu);
        Assert.Equal(0, rig.Device.Queue.InFlight);
        Assert.Equal(0, rig.Ring.UsedIndex); // what completes later than it was wanted isn't published
        Assert.Equal(0, rig.Events.Interrupts);
        Join(worker);
    }

    [Fact]
    public void A_request_being_stopped_skips_the_rest_of_its_segments()
    {
        using var gate = new GatedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(gate);
        PlacedRequest request = rig.Chains.Read(0, 1024, cut: left => Math.Min(left, 512));
        rig.Ring.MakeAvailable(request.Head);
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(gate.WaitForArrival(s_limit));
        Thread vcpu = Start(rig.Driver.Reset);
        WaitUntilBlocked(vcpu);
        gate.Open();
        Join(vcpu);
        Join(worker);
        Assert.False(gate.WaitForArrival(TimeSpan.Zero));
        Assert.Equal(BlockRequestStatus.IoError, Assert.Single(rig.Events.Completions).Status);
    }

    [Fact]
    public void Abandoning_waits_for_nothing_and_lets_what_is_in_flight_end_early()
    {
        using var gate = new GatedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(gate);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 1024, cut: left => Math.Min(left, 512)).Head);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(gate.WaitForArrival(s_limit));
        rig.Device.Queue.Abandon();
        gate.Open();
        Join(worker);
        Assert.False(gate.WaitForArrival(TimeSpan.Zero));
        Assert.Equal((0, 0), (rig.Ring.UsedIndex, rig.Device.Queue.InFlight));
        Assert.Equal(2, rig.Events.Completions.Count);
        Assert.All(rig.Events.Completions, completion => Assert.Equal(BlockRequestStatus.IoError, completion.Status));
    }

    /// <summary>What was taken together with a request that is under way: no flush, no query, no transfer.</summary>
    [Theory]
    [InlineData(BlockRequestType.Out)]
    [InlineData(BlockRequestType.GetId)]
    public void Abandoning_lets_nothing_begin_that_was_taken_before(uint last)
    {
        var memory = new MemoryStore(8);
        using var gate = new GatedStore(memory);
        using var rig = BlockDeviceRig.Started(gate);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        PlacedRequest[] behind =
        [
            rig.Chains.Flush(), rig.Chains.Read(2, 512), rig.Chains.Read(3, 512),
            last == BlockRequestType.Out
                ? rig.Chains.Write(1, new byte[512])
                : rig.Chains.Place(BlockChainBuilder.Header(last, 0), [], 20, null),
        ];
        Array.ForEach(behind, request => rig.Ring.MakeAvailable(request.Head));
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(gate.WaitForArrival(s_limit));
        rig.Device.Queue.Abandon();
        gate.Open();
        Join(worker);
        Assert.False(gate.WaitForArrival(TimeSpan.Zero));
        Assert.Equal(0, memory.Flushes);
        Assert.Equal(5, rig.Events.Completions.Count);
        Assert.All(rig.Events.Completions.Skip(1), completion => Assert.Equal(BlockRequestStatus.IoError, completion.Status));
    }

    [Fact]
    public void A_completion_of_an_older_life_leaves_the_new_ring_alone()
    {
        using var gate = new GatedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(gate);
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(gate.WaitForArrival(s_limit));

        Thread vcpu = Start(() => rig.BringUp());
        WaitUntilBlocked(vcpu);
        gate.Open();
        Join(vcpu);
        Join(worker);

        Assert.Equal((0, 0), (rig.Ring.UsedIndex, rig.Device.Queue.InFlight));
        Assert.Equal(513u, rig.Run(rig.Chains.Read(1, 512)).Length);
    }

    [Fact]
    public void Other_requests_complete_while_one_is_slow()
    {
        // firecracker#5260: the slow one stands at the gate on a worker of its own.
        var quick = new MemoryStore(8);
        using var slow = new GatedStore(quick);
        var store = new SplittingStore(slow, quick);
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest first = rig.Chains.Read(0, 512);
        rig.Ring.MakeAvailable(first.Head);
        Thread worker = Start(() => rig.Worker.Process());
        Assert.True(slow.WaitForArrival(s_limit));

        PlacedRequest second = rig.Chains.Read(1, 512);
        rig.Ring.MakeAvailable(second.Head);
        Assert.Equal(1, new BlockWorker(rig.Device).Process());
        Assert.True(rig.Ring.TryTakeUsed(out UsedEntry entry));
        Assert.Equal(second.Head, entry.Id);

        slow.Open();
        Join(worker);
        Assert.True(rig.Ring.TryTakeUsed(out entry));
        Assert.Equal(first.Head, entry.Id);
    }

    [Fact]
    public void A_queue_that_breaks_publishes_nothing_more()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(8));
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        rig.Ring.MakeAvailable(0xffff);
        Assert.Equal(1, rig.Worker.Process()); // both are looked at before the first is done
        Assert.Equal((0, 0), (rig.Ring.UsedIndex, rig.Device.Queue.InFlight));
        Assert.Equal(15 | DeviceStatus.DeviceNeedsReset, rig.Driver.Status);
    }

    [Fact]
    public void Every_request_is_answered_once_by_workers_that_sleep_between_notifications()
    {
        const int requests = 20_000;
        using var rig = BlockDeviceRig.Started(new MemoryStore(8), queueSize: 16);
        rig.Events.Recording = false;
        using var kicks = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        rig.Notifier.OnNotify = () => kicks.Release();
        Thread[] workers = [Start(Work), Start(Work)];
        ushort[] heads = [.. Enumerable.Range(0, 5).Select(_ => rig.Chains.Read(0, 512).Head)];
        int answered = 0;
        foreach (ushort head in heads)
        {
            MakeAvailable(rig, head);
        }

        // A lost notification would leave everybody asleep: the deadline is what fails then.
        DateTime deadline = DateTime.UtcNow + s_limit;
        while (answered < requests)
        {
            Assert.True(DateTime.UtcNow < deadline, $"stuck after {answered} requests");
            while (rig.Ring.TryTakeUsed(out UsedEntry entry))
            {
                answered++;
                Assert.Equal(513u, entry.Length);
                MakeAvailable(rig, (ushort)entry.Id);
            }

            Thread.Yield();
        }

        stop.Cancel();
        Array.ForEach(workers, Join);
        rig.Driver.Reset();
        Assert.Equal(0, rig.Device.Queue.InFlight);

        void Work()
        {
            var worker = new BlockWorker(rig.Device);
            try
            {
                while (true)
                {
                    kicks.Wait(stop.Token);
                    worker.Process();
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    [Fact]
    public void Resets_in_the_midst_of_work_leave_a_device_that_works()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(8), queueSize: 16);
        rig.Events.Recording = false;
        using var stop = new CancellationTokenSource();
        Thread[] workers = [Start(Work), Start(Work)];
        for (int i = 0; i < 300; i++)
        {
            rig.BringUp();
            for (int request = 0; request < 5; request++)
            {
                rig.Ring.MakeAvailable(rig.Chains.Read((ulong)request, 512).Head);
            }
        }

        rig.BringUp();
        stop.Cancel();
        Array.ForEach(workers, Join);
        Assert.Empty(rig.Events.Errors);
        Assert.Equal(513u, rig.Run(rig.Chains.Read(1, 512)).Length);

        void Work()
        {
            var worker = new BlockWorker(rig.Device);
            while (!stop.IsCancellationRequested)
            {
                worker.Process();
                Thread.Yield();
            }
        }
    }

    /// <summary>As a driver: shows the request, then notifies if the device wants it (VIRTIO 1.2, 2.7.13.4).</summary>
    private static void MakeAvailable(BlockDeviceRig rig, ushort head)
    {
        rig.Ring.MakeAvailable(head);
        if (rig.Ring.DeviceWantsNotifications)
        {
            rig.Driver.Notify();
        }
    }

    private static void Stop(BlockDeviceRig rig, string way)
    {
        switch (way)
        {
            case "reset":
                rig.Driver.Reset();
                break;
            case "queue off":
                rig.Driver.Write(MmioRegister.QueueReady, 0);
                break;
            default:
                rig.Driver.Status |= DeviceStatus.Failed;
                break;
        }
    }

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void Join(Thread thread) => Assert.True(thread.Join(s_limit));

    private static void WaitUntilBlocked(Thread thread) => Assert.True(
        SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, s_limit));
}
