using Airlock.Cli.Output;
using Airlock.Protocol;

namespace Airlock.Cli.Tests.Output;

/// <summary>A printer that is stuck until its gate opens.</summary>
internal sealed class GatedPrinter : IMessagePrinter
{
    private readonly Lock _lock = new();
    private readonly List<GuestMessage> _begun = [];
    private readonly List<GuestMessage> _printed = [];

    public ManualResetEventSlim Gate { get; } = new();

    public bool IsDisposed { get; private set; }

    public GuestMessage[] Begun => Copy(_begun);

    public GuestMessage[] Printed => Copy(_printed);

    public void Print(IReadOnlyList<GuestMessage> messages)
    {
        Note(_begun, messages);
        Gate.Wait();
        Note(_printed, messages);
    }

    public void Dispose() => IsDisposed = true;

    private void Note(List<GuestMessage> list, IReadOnlyList<GuestMessage> messages)
    {
        lock (_lock)
        {
            list.AddRange(messages);
        }
    }

    private GuestMessage[] Copy(List<GuestMessage> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
