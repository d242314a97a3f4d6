using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

public sealed class MessagePumpTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    private readonly StopSignal _stop = new();
    private readonly CollectingSink _sink = new();

    [Fact]
    public void It_passes_on_what_comes_until_the_run_is_stopped()
    {
        var host = new ScriptedHost(_ => true) { Pieces = new Queue<byte[]>([[1, 2], [3], [4]]) };
        int rounds = 0;
        Run(host, () =>
        {
            if (++rounds == 2)
            {
                _stop.Stop(StopCause.Halted);
            }
        });
        Assert.Equal([1, 2, 3], _sink.Bytes);
        Assert.Equal([s_tick, s_tick], host.Waits);
        Assert.Equal(0, host.Fetches);
    }

    [Fact]
    public void Of_a_run_that_is_stopped_it_passes_on_nothing_but_the_rest()
    {
        _stop.Stop(StopCause.Halted);
        var host = new ScriptedHost(_ => true) { Pieces = new Queue<byte[]>([[1], [2]]) };
        MessagePump pump = Run(host, () => Assert.Fail("It goes on."));
        Assert.Empty(_sink.Bytes);
        pump.PassOnRest();
        Assert.Equal([1, 2], _sink.Bytes);
    }

    [Fact]
    public void While_nothing_comes_it_asks_for_collected_bytes()
    {
        int waits = 0;
        var host = new ScriptedHost(_ => ++waits > 3);
        Run(host, () =>
        {
            if (waits == 4)
            {
                _stop.Stop(StopCause.Halted);
            }
        });
        Assert.Equal(3, host.Fetches);
    }

    [Fact]
    public void A_way_that_was_broken_ends_the_run()
    {
        var host = new ScriptedHost(self =>
        {
            self.Violation = "The guest broke the ring.";
            return true;
        });
        int rounds = 0;
        Run(host, () => rounds++);
        Assert.Equal((StopCause.ContractBroken, "The guest broke the ring."), (_stop.Cause, _stop.Reason));
        Assert.Equal(1, rounds);
    }

    [Fact]
    public void The_rest_is_bounded()
    {
        var pump = new MessagePump(new ScriptedHost(_ => true) { Pieces = null }, _stop, _sink);
        pump.PassOnRest();
        Assert.InRange(_sink.Bytes.Count, IMessageFeed.MaxRest, IMessageFeed.MaxRest + 1000);
    }

    private MessagePump Run(ScriptedHost host, Action afterEach)
    {
        var pump = new MessagePump(host, _stop, _sink);
        Runner.InTime(() => pump.Run(s_tick, afterEach));
        return pump;
    }
}
