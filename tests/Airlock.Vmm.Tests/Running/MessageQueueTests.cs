using Airlock.Protocol;
using Airlock.Vmm.Running;

namespace Airlock.Vmm.Tests.Running;

public class MessageQueueTests
{
    private const int Capacity = 4096;

    private readonly MessageQueue _queue = new();

    [Fact]
    public void Messages_come_out_together_and_in_order()
    {
        _queue.Add(GuestMessages.Progress(1));
        _queue.Add(GuestMessages.Progress(2));
        Assert.Equal([GuestMessages.Progress(1), GuestMessages.Progress(2)], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void What_was_in_the_batch_before_is_gone()
    {
        _queue.Add(GuestMessages.Progress(2));
        var batch = new List<GuestMessage> { GuestMessages.Progress(1) };
        _queue.TakeAll(ref batch, TimeSpan.Zero);
        Assert.Equal([GuestMessages.Progress(2)], batch);
    }

    [Fact]
    public void A_writer_waits_while_the_queue_is_full()
    {
        Runner writer = Runner.Start(() => Add(Capacity + 10));
        writer.AwaitWaiting();
        Assert.Equal(Capacity, Take().Count);
        writer.AwaitEnd();
        Assert.Equal(10, Take().Count);
    }

    [Fact]
    public void A_reader_wakes_with_the_first_message()
    {
        List<GuestMessage> taken = [];
        Runner reader = Runner.Start(() => _queue.TakeAll(ref taken, Timeout.InfiniteTimeSpan));
        reader.AwaitWaiting();
        _queue.Add(GuestMessages.Progress(1));
        reader.AwaitEnd();
        Assert.Equal([GuestMessages.Progress(1)], taken);
    }

    [Fact]
    public void Closing_wakes_a_reader()
    {
        List<GuestMessage> taken = [];
        Runner reader = Runner.Start(() => _queue.TakeAll(ref taken, Timeout.InfiniteTimeSpan));
        reader.AwaitWaiting();
        _queue.Close();
        reader.AwaitEnd();
        Assert.Empty(taken);
    }

    [Fact]
    public void Closing_wakes_a_writer()
    {
        Runner writer = Runner.Start(() => Add(2 * Capacity));
        writer.AwaitWaiting();
        _queue.Close();
        writer.AwaitEnd();
        Assert.Equal(Capacity, Take().Count);
    }

    [Fact]
    public void What_was_there_when_it_closed_can_be_taken_and_nothing_comes_after()
    {
        _queue.Add(GuestMessages.Progress(1));
        Assert.False(_queue.IsClosed);
        _queue.Close();
        Assert.True(_queue.IsClosed);
        _queue.Add(GuestMessages.Progress(2));
        Assert.Equal([GuestMessages.Progress(1)], Take());
    }

    [Fact]
    public void Two_threads_lose_nothing_and_keep_the_order()
    {
        const int count = 50_000;
        Runner writer = Runner.Start(() =>
        {
            Add(count);
            _queue.Close();
        });
        ulong expected = 0;
        var batch = new List<GuestMessage>();
        do
        {
            _queue.TakeAll(ref batch, Timeout.InfiniteTimeSpan);
            Assert.InRange(batch.Count, 0, Capacity);
            Assert.All(batch, message => Assert.Equal(expected++, message.Progress.Current));
        }
        while (batch.Count > 0);

        writer.AwaitEnd();
        Assert.Equal((ulong)count, expected);
    }

    private void Add(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _queue.Add(GuestMessages.Progress((ulong)i));
        }
    }

    private List<GuestMessage> Take()
    {
        var batch = new List<GuestMessage>();
        _queue.TakeAll(ref batch, TimeSpan.Zero);
        return batch;
    }
}
