using Airlock.Vmm.Messages;
using Airlock.Vmm.Workers;

namespace Airlock.Vmm.Tests.Workers;

public sealed class HeldBytesTests
{
    private readonly HeldBytes _held = new();

    [Fact]
    public void Bytes_come_out_in_their_order_and_on_their_way()
    {
        _held.Accept(MessageWay.Serial, [1]);
        _held.Accept(MessageWay.Serial, [2, 3]);
        _held.Accept(MessageWay.Device, [4]);
        _held.Accept(MessageWay.Serial, [5]);
        Assert.Equal(["Serial 010203", "Device 04", "Serial 05"], PassOn());
        _held.Accept(MessageWay.Serial, [6]);
        Assert.Equal(["Serial 06"], PassOn());
    }

    [Fact]
    public void No_more_is_held_than_is_read_after_the_end()
    {
        for (int i = 0; i < 100; i++)
        {
            _held.Accept(MessageWay.Serial, new byte[IMessageFeed.MaxRest / 16]);
        }

        Assert.Equal(2 * IMessageFeed.MaxRest, PassOn().Sum(run => run.Length - "Serial ".Length));
    }

    /// <summary>Of bytes that come one at a time, and by turns on each way, which is the worst.</summary>
    [Fact]
    public void Small_pieces_take_little_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2 * IMessageFeed.MaxRest; i++)
        {
            _held.Accept(i % 2 == 0 ? MessageWay.Serial : MessageWay.Device, [1]);
            _held.Accept(MessageWay.Serial, []);
        }

        // Lists that grow by doubling: twice what they hold in the end, at most 16 bytes for each byte of a message.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 34L * IMessageFeed.MaxRest);
    }

    private List<string> PassOn()
    {
        var sink = new Runs();
        while (_held.PassOn(sink) > 0)
        {
            // The next.
        }

        return sink.All;
    }

    private sealed class Runs : IMessageSink
    {
        public List<string> All { get; } = [];

        public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
        {
            All.Add($"{way} {Convert.ToHexString(bytes)}");
            return true;
        }
    }
}
