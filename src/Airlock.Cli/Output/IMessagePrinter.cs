using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>Shows a run's messages to whoever asked for them.</summary>
internal interface IMessagePrinter : IDisposable
{
    /// <summary>Shows messages that arrived together, at once.</summary>
    void Print(IReadOnlyList<GuestMessage> messages);

    /// <summary>Shows what the run came to, if that belongs to the messages' form.</summary>
    void PrintResult(RunResult result)
    {
        // A person reads that on standard error.
    }
}
