using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>Passes on what a guest says, until its run is stopped, and then what it had said before.</summary>
internal sealed class MessagePump
{
    private readonly IMachineHost _machine;
    private readonly StopSignal _stop;
    private readonly IMessageSink _sink;

    /// <param name="sink">Takes the bytes, on the thread of the pump.</param>
    public MessagePump(IMachineHost machine, StopSignal stop, IMessageSink sink)
    {
        _machine = machine;
        _stop = stop;
        _sink = sink;
    }

    /// <summary>Returns when the run is stopped.</summary>
    /// <param name="tick">How long it sleeps at most while nothing comes.</param>
    /// <param name="afterEach">Called each time that something has come, or the tick has passed.</param>
    public void Run(TimeSpan tick, Action afterEach)
    {
        IMessageFeed feed = _machine.Messages;
        while (!_stop.IsStopping)
        {
            if (!feed.Wait(tick))
            {
                _machine.FetchCollected();
            }

            feed.Read(_sink);
            if (feed.Violation is { } violation)
            {
                _stop.Stop(StopCause.ContractBroken, violation);
            }

            afterEach();
        }
    }

    /// <summary>
    /// Passes on what the guest said before it ended, and what came in after the last look. Each source holds a bounded
    /// number of bytes, but a hostile guest can name the same ones many times.
    /// </summary>
    public void PassOnRest()
    {
        int count;
        for (int total = 0; total < IMessageFeed.MaxRest; total += count)
        {
            count = _machine.Messages.Read(_sink);
            if (count == 0)
            {
                return;
            }
        }
    }
}
