namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// How decoding went, and if it can't go on, what is wrong. Sections are those of RFC 1951, if not said.
/// </summary>
public enum InflateStatus
{
    /// <summary>All input is used up, and the stream isn't over: more input, or the stream has been cut off.</summary>
    NeedInput,

    /// <summary>The stream is over. Input is read just up to its end.</summary>
    Done,

    /// <summary>The output is full to its last byte, and the stream has more. It can't be gone on with.</summary>
    OutputFull,

    /// <summary>A block of the reserved type (3.2.3).</summary>
    BadBlockType,

    /// <summary>The length of a stored block and its complement contradict each other (3.2.4).</summary>
    BadStoredLength,

    /// <summary>A block has more than 286 literal and length codes or more than 30 distance codes (3.2.7).</summary>
    TooManyCodes,

    /// <summary>The code of the code lengths is over-subscribed or incomplete (3.2.7).</summary>
    BadLengthCode,

    /// <summary>A code length is repeated where there was none, or beyond the last one (3.2.7).</summary>
    BadRepeat,

    /// <summary>The end of the block has no code (3.2.5).</summary>
    NoEndOfBlock,

    /// <summary>The code of literals and lengths is over-subscribed or incomplete (3.2.2).</summary>
    BadLiteralCode,

    /// <summary>The code of distances is over-subscribed or incomplete (3.2.2).</summary>
    BadDistanceCode,

    /// <summary>Bits that are no code, or a code for a length or distance that doesn't exist (3.2.6).</summary>
    BadSymbol,

    /// <summary>A match starts before the first byte of the output (3.2.5).</summary>
    DistanceTooFar,

    /// <summary>RFC 1950, 2.2: another compression method than deflate.</summary>
    BadMethod,

    /// <summary>RFC 1950, 2.2: a window of more than 32 KiB.</summary>
    WindowTooLarge,

    /// <summary>RFC 1950, 2.2: the check bits of the header are wrong.</summary>
    BadHeaderCheck,

    /// <summary>RFC 1950, 2.2: the stream needs a preset dictionary.</summary>
    NeedsDictionary,

    /// <summary>RFC 1950, 2.2: the checksum isn't that of the output.</summary>
    BadChecksum,
}
