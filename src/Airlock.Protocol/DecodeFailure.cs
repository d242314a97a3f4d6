namespace Airlock.Protocol;

/// <summary>How and where a stream of messages broke.</summary>
/// <param name="Error">The kind of damage.</param>
/// <param name="Offset">Where the offending frame or line starts: bytes from the beginning of the stream.</param>
public readonly record struct DecodeFailure(DecodeError Error, long Offset)
{
    /// <summary>A clause for a person, such as "the frame at byte 17 is not a GuestMessage".</summary>
    public override string ToString()
    {
        return Error switch
        {
            DecodeError.MalformedPayload => $"the frame at byte {Offset} is not a GuestMessage",
            DecodeError.InvalidUtf8 => $"the frame at byte {Offset} holds a string that is not UTF-8",
            DecodeError.LineTooLong => $"the line at byte {Offset} is longer than any message",
            DecodeError.UnknownLine => $"the line at byte {Offset} is not a message",
            _ => $"the stream is malformed at byte {Offset}",
        };
    }
}
