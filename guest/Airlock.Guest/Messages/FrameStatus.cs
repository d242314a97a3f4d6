namespace Airlock.Guest.Messages;

/// <summary>What the bytes at the start of a buffer are.</summary>
public enum FrameStatus
{
    /// <summary>The beginning of a frame: more bytes are needed.</summary>
    NotYet,

    /// <summary>A whole frame, and its message is decoded.</summary>
    Decoded,

    /// <summary>A whole frame whose payload isn't the message, or not within the bounds that the codec has.</summary>
    Malformed,
}
