namespace Airlock.Guest.Messages;

/// <summary>
/// A message of guest.proto. Static members with the message as a reference: a call through a type parameter then
/// copies nothing.
/// </summary>
/// <typeparam name="TSelf">The message itself.</typeparam>
public interface IWireMessage<TSelf>
    where TSelf : struct, IWireMessage<TSelf>
{
    /// <summary>
    /// Writes the fields in the order of their numbers, those with their default value left out: the bytes that
    /// every other implementation of protobuf writes.
    /// </summary>
    /// <returns>False if they don't fit, or a string was set to more than it holds.</returns>
    static abstract bool TryEncode(in TSelf message, ref WireWriter writer);

    /// <summary>Reads fields over those that the message has, up to the end of the input.</summary>
    /// <returns>False if the input is malformed; the message is then of no use.</returns>
    static abstract bool TryMerge(ref TSelf message, ref WireReader reader);
}
