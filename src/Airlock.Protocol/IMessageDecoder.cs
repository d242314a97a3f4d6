namespace Airlock.Protocol;

/// <summary>
/// Turns the bytes that a guest sends into messages, however they are cut into pieces on the way.
/// </summary>
/// <remarks>
/// The guest is not trusted. A decoder never throws because of its input and its memory is bounded, and the first
/// thing that doesn't decode fails the stream for good: there is nothing in a frame to find the next one by, and what
/// a guest says after that is worth nothing. Not safe for use by several threads at once.
/// </remarks>
public interface IMessageDecoder
{
    /// <summary>
    /// Consumes input up to the end of the first message that becomes complete in it, or all of it.
    /// </summary>
    /// <param name="input">What arrived; on return, the part of it not looked at yet.</param>
    /// <param name="message">The message with <see cref="DecodeStatus.Message"/>, otherwise null.</param>
    DecodeStatus Decode(ref ReadOnlySpan<byte> input, out GuestMessage? message);

    /// <summary>How and where the stream broke; null while it has not.</summary>
    DecodeFailure? Failure { get; }

    /// <summary>Whether a message has begun and is not complete: a guest that stops here was cut off.</summary>
    bool IsInsideMessage { get; }
}
