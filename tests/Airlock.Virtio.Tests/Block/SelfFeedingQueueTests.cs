using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>
/// A read whose data is the available index and the header of the next request: the queue never runs empty, though the
/// vCPU has long stopped. Only the machine's stop can end it.
/// </summary>
public class SelfFeedingQueueTests
{
    /// <summary>More than the index counts, so that it goes on for ever.</summary>
    private const int Many = 100_000;

    [Fact]
    public void A_queue_that_feeds_itself_ends_when_it_is_abandoned()
    {
        var store = new SelfFeedingStore();
        using var rig = BlockDeviceRig.Started(store, queueSize: 8);
        store.OnRead = () =>
        {
            Assert.InRange(store.Reads, 0, Many);
            if (store.Reads == Many)
            {
                rig.Device.Queue.Abandon();
            }
        };
        PlaceRequest(rig);
        Assert.Equal(Many, new BlockWorker(rig.Device).Process());
        Assert.False(rig.Device.Queue.IsRunning);
        Assert.True(rig.Device.Queue.IsIdle);
    }

    [Fact]
    public void A_queue_that_feeds_itself_gives_out_no_more_than_a_queue_holds_once_it_is_closed()
    {
        var store = new SelfFeedingStore();
        using var rig = BlockDeviceRig.Started(store, queueSize: 8);
        store.OnRead = () => Assert.InRange(store.Reads, 0, Many);
        PlaceRequest(rig);
        rig.Device.Queue.Close();
        Assert.Equal(256, rig.Worker.Process());
        Assert.True(rig.Device.Queue.WaitUntilDone(TimeSpan.Zero));
        Assert.False(rig.Device.Queue.IsIdle);
    }

    [Fact]
    public void A_queue_that_is_abandoned_is_not_started_again()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(8));
        rig.Device.Queue.Abandon();
        rig.BringUp();
        rig.Ring.MakeAvailable(rig.Chains.Read(0, 512).Head);
        Assert.Equal(0, rig.Worker.Process());
        Assert.False(rig.Transport.NeedsReset);
    }

    private static void PlaceRequest(BlockDeviceRig rig)
    {
        const ulong header = BlockDeviceRig.BufferStart, junk = header + 0x100, status = header + 0x1000;
        rig.Memory.TryGetSpan(header, BlockRequestHeader.Length, out Span<byte> bytes);
        BlockChainBuilder.Header(BlockRequestType.In, sector: 0).CopyTo(bytes);
        ushort head = rig.Ring.AddChain(
            new ChainPiece(header, 16, Writable: false),
            new ChainPiece(rig.Ring.AvailRing + SplitRing.AvailIndex, 2, Writable: true),
            new ChainPiece(header + 8, 8, Writable: true),
            new ChainPiece(junk, 512 - 10, Writable: true),
            new ChainPiece(status, 1, Writable: true));
        rig.Ring.MakeAvailable(head); // every entry of the ring is 0, and so is the head
    }
}
