namespace Airlock.Protocol;

/// <summary>What a decoder made of the bytes it was given.</summary>
public enum DecodeStatus
{
    /// <summary>All input is consumed, and no further message is complete yet.</summary>
    NeedMoreInput,

    /// <summary>One message was decoded; the rest of the input is left for the next call.</summary>
    Message,

    /// <summary>The stream is broken, for good; <see cref="IMessageDecoder.Failure"/> says how and where.</summary>
    Malformed,
}
