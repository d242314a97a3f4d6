namespace Airlock.Protocol;

/// <summary>Why a stream of messages is broken.</summary>
public enum DecodeError
{
    /// <summary>A frame's payload isn't a protobuf encoding of a GuestMessage.</summary>
    MalformedPayload,

    /// <summary>A string in a frame isn't UTF-8, which proto3 demands.</summary>
    InvalidUtf8,

    /// <summary>A line of the plain-text form is longer than any that it has.</summary>
    LineTooLong,

    /// <summary>A line isn't one of those that the plain-text form has.</summary>
    UnknownLine,
}
