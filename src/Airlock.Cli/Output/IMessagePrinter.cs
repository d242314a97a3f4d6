using Airlock.Protocol;

namespace Airlock.Cli.Output;

/// <summary>Shows a run's messages to whoever asked for them.</summary>
internal interface IMessagePrinter : IDisposable
{
    /// <summary>Shows messages that arrived together, at once.</summary>
    void Print(IReadOnlyList<GuestMessage> messages);
}
