using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A machine of which only the messages matter: each wait is answered by somebody.</summary>
internal sealed class ScriptedHost(Func<ScriptedHost, bool> wait) : IMachineHost, IMessageFeed
{
    public IMessageFeed Messages => this;

    public long Completed => 0;

    public string? Violation { get; set; }

    public long Signals => 0;

    public int Fetches { get; private set; }

    public List<TimeSpan> Waits { get; } = [];

    /// <summary>What comes with each read until it is empty; null for bytes without end.</summary>
    public Queue<byte[]>? Pieces { get; init; } = [];

    public void FetchCollected() => Fetches++;

    public bool Wait(TimeSpan timeout)
    {
        Waits.Add(timeout);
        return wait(this);
    }

    public int Read(IMessageSink sink)
    {
        byte[] piece = Pieces is null ? new byte[1000] : Pieces.TryDequeue(out byte[]? next) ? next : [];
        sink.Accept(MessageWay.Device, piece);
        return piece.Length;
    }

    public void Start() => throw new NotSupportedException();

    public MachineReport Join() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
