using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>
/// A guest has made requests available and halted: what becomes of them, and of the run, doesn't depend on how far the
/// devices' threads are.
/// </summary>
public sealed class LastRequestsTests : IDisposable
{
    private const ulong InputPlace = 0x10_0000, OutputPlace = 0x20_0000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly GuestMemory _memory = GuestMemory.Allocate(8 << 20);
    private readonly StopSignal _stop = new();
    private readonly MemoryStore _store = new(8);
    private readonly GatedStore _gate;

    public LastRequestsTests()
    {
        _gate = new GatedStore(_store);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void Without_any_the_run_has_halted()
    {
        using DiskRig output = Output(_store);
        Finish(output);
        Assert.Equal((StopCause.Halted, string.Empty), (_stop.Cause, _stop.Reason));
    }

    [Fact]
    public void A_write_that_nobody_was_notified_of_is_done()
    {
        using DiskRig output = Output(_store);
        output.Ring.MakeAvailable(output.Chains.Write(3, new byte[512]).Head);
        Finish(output);
        Assert.Equal(StopCause.Halted, _stop.Cause);
        Assert.Equal(1, output.Ring.UsedIndex);
        Assert.Equal(new byte[512], _store.Bytes[(3 * 512)..(4 * 512)]);
    }

    [Fact]
    public void A_write_that_is_under_way_is_waited_for()
    {
        using DiskRig output = Output(_gate);
        output.Ring.MakeAvailable(output.Chains.Write(3, new byte[512], cut: left => Math.Min(left, 256)).Head);
        output.Driver.Notify();
        Assert.True(_gate.WaitForArrival(s_patience));
        Runner halt = Runner.Start(() => LastRequestsOf(output).Finish());
        halt.AwaitWaiting();
        Assert.False(_stop.IsStopping);
        _gate.Open();
        halt.AwaitEnd();
        Assert.Equal(StopCause.Halted, _stop.Cause);
        Assert.Equal(1, output.Ring.UsedIndex);
        Assert.Equal(new byte[512], _store.Bytes[(3 * 512)..(4 * 512)]);
    }

    [Fact]
    public void An_index_that_cannot_be_true_breaks_the_contract()
    {
        using DiskRig output = Output(_store);
        output.Ring.SetAvailIndex(40_000);
        Finish(output);
        Assert.Equal(StopCause.ContractBroken, _stop.Cause);
        Assert.StartsWith("The guest broke the output device's queue:", _stop.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_that_take_too_long_break_the_contract()
    {
        using DiskRig output = Output(_gate);
        output.Ring.MakeAvailable(output.Chains.Write(3, new byte[512]).Head);
        Runner.InTime(() => LastRequestsOf(TimeSpan.FromMilliseconds(50), output).Finish());
        _gate.Open();
        Assert.Equal(StopCause.ContractBroken, _stop.Cause);
        Assert.StartsWith("The guest halted with requests on its output device", _stop.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_end_of_the_run_waits_for_nothing()
    {
        using DiskRig output = Output(_gate);
        output.Ring.MakeAvailable(output.Chains.Write(3, new byte[512]).Head);
        Runner halt = Runner.Start(() => LastRequestsOf(output).Finish());
        Assert.True(_gate.WaitForArrival(s_patience));
        _stop.Stop(StopCause.Stalled, "It stalled.");
        halt.AwaitEnd();
        _gate.Open();
        Assert.Equal((StopCause.Stalled, "It stalled."), (_stop.Cause, _stop.Reason));
    }

    /// <summary>The input's read makes a request of the output available, which has been looked at by then.</summary>
    [Fact]
    public void What_one_disk_puts_into_the_ring_of_another_is_done_as_well()
    {
        var read = new MemoryStore(8);
        read.Bytes[0] = 1;
        read.Bytes[1] = 0;
        using var gate = new GatedStore(read);
        using DiskRig output = Output(_store), input = new("input", InputPlace, _memory, gate, _stop);
        output.Ring.MakeAvailable(output.Chains.Write(3, new byte[512]).Head);
        output.Ring.SetAvailIndex(0);
        input.Ring.MakeAvailable(ReadInto(input, output.Ring.AvailRing + 2));
        Runner halt = Runner.Start(() => LastRequestsOf(output, input).Finish());
        Assert.True(gate.WaitForArrival(s_patience));
        halt.AwaitWaiting();
        gate.Open();
        halt.AwaitEnd();
        Assert.Equal(StopCause.Halted, _stop.Cause);
        Assert.Equal((1, 1), (input.Ring.UsedIndex, output.Ring.UsedIndex));
    }

    /// <summary>Each read is of the next available index, so that the queue never runs empty.</summary>
    [Fact]
    public void A_queue_that_feeds_itself_breaks_the_contract()
    {
        using DiskRig input = new("input", InputPlace, _memory, new CountingStore(), _stop);
        input.Ring.MakeAvailable(ReadInto(input, input.Ring.AvailRing + 2)); // all entries of the ring are this head
        Finish(input);
        Assert.Equal(StopCause.ContractBroken, _stop.Cause);
        Assert.StartsWith("The guest halted with requests on its input device", _stop.Reason, StringComparison.Ordinal);
        Assert.InRange(input.Disk.Completed, 256, 512);
    }

    private static void Finish(params DiskRig[] disks) => Runner.InTime(() => LastRequestsOf(disks).Finish());

    private static LastRequests LastRequestsOf(params DiskRig[] disks) => LastRequestsOf(s_patience, disks);

    private static LastRequests LastRequestsOf(TimeSpan limit, params DiskRig[] disks) =>
        new([.. disks.Select(disk => disk.Disk)], limit, disks[0].Stop);

    /// <summary>A read of sector 0 whose first two bytes go to a place of their own.</summary>
    private static ushort ReadInto(DiskRig disk, ulong address)
    {
        ChainPiece header = disk.Chains.Buffer(BlockChainBuilder.Header(type: 0, sector: 0), writable: false);
        ChainPiece rest = disk.Chains.Buffer(new byte[510], writable: true), status = disk.Chains.Buffer([0xff], writable: true);
        return disk.Ring.AddChain(header, new ChainPiece(address, 2, Writable: true), rest, status);
    }

    private DiskRig Output(IBlockStore store) => new("output", OutputPlace, _memory, store, _stop);

    /// <summary>Each read begins with the next number.</summary>
    private sealed class CountingStore : IBlockStore
    {
        private ushort _count = 1;

        public ulong LengthInSectors => 8;

        public bool IsReadOnly => true;

        public StoreResult Read(ulong byteOffset, Span<byte> buffer)
        {
            if (buffer.Length == sizeof(ushort))
            {
                BitConverter.TryWriteBytes(buffer, ++_count);
            }

            return StoreResult.Ok;
        }

        public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer) => StoreResult.Failed(errno: 5);

        public StoreResult Flush() => StoreResult.Ok;
    }
}
