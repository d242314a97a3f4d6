namespace Airlock.Memory.Tests;

public class EventFdTests
{
    [Fact]
    public void Signals_add_up_until_taken()
    {
        using EventFd events = new();
        Assert.False(events.TryTake(out _));
        events.Signal();
        events.Signal(2);
        Assert.True(events.TryTake(out ulong count));
        Assert.Equal(3ul, count);
        Assert.False(events.TryTake(out _));
    }

    [Fact]
    public void A_waiter_is_woken()
    {
        using EventFd events = new();
        ulong seen = 0;
        Thread waiter = new(() => seen = events.Wait());
        waiter.Start();
        events.Signal(5);
        Assert.True(waiter.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(5ul, seen);
    }

    [Fact]
    public void Waiting_ends_with_the_time()
    {
        using EventFd events = new();
        Assert.False(events.Wait(TimeSpan.FromMilliseconds(5), out _));
        events.Signal();
        Assert.True(events.Wait(TimeSpan.Zero, out ulong count));
        Assert.Equal(1ul, count);
    }

    [Fact]
    public void A_full_counter_neither_blocks_nor_throws()
    {
        using EventFd events = new();
        events.Signal(ulong.MaxValue - 1);
        events.Signal();
        Assert.Equal(ulong.MaxValue - 1, events.Wait());
    }
}
