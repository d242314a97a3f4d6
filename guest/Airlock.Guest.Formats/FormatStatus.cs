namespace Airlock.Guest.Formats;

/// <summary>How a question to a format ended.</summary>
public enum FormatStatus
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>There is no answer, for a reason that is written down as a Refusal.</summary>
    Refused,

    /// <summary>The device failed to read.</summary>
    ReadFailed,
}
