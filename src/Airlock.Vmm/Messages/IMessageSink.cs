namespace Airlock.Vmm.Messages;

/// <summary>Takes the bytes of messages, out of the guest's reach by now.</summary>
internal interface IMessageSink
{
    /// <summary>Takes some bytes, all of which came on one way.</summary>
    /// <returns>Whether more are wanted.</returns>
    bool Accept(MessageWay way, ReadOnlySpan<byte> bytes);
}
