using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>Keeps the bytes of messages.</summary>
internal sealed class CollectingSink : IMessageSink
{
    public List<byte> Bytes { get; } = [];

    public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
    {
        Bytes.AddRange(bytes);
        return true;
    }
}
