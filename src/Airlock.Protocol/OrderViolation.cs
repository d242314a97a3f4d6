namespace Airlock.Protocol;

/// <summary>How a message, sound in itself, breaks the order of the stream.</summary>
public enum OrderViolation
{
    /// <summary>It doesn't.</summary>
    None,

    /// <summary>A CompleteMessage is the last word of a guest; this one came after it.</summary>
    MessageAfterComplete,

    /// <summary>A ProgressMessage says that more is done than there is to do.</summary>
    CurrentExceedsTotal,

    /// <summary>A ProgressMessage says that less is done than an earlier one of the same operation said.</summary>
    CurrentFell,

    /// <summary>More operations report progress than <see cref="MessageOrder.MaxOperations"/>.</summary>
    TooManyOperations,

    /// <summary>A guest gives each answer about an image once: what it is, why it isn't taken, or what was asked; this one came again.</summary>
    RepeatedResult,

    /// <summary>
    /// A MapExtentMessage doesn't begin where the one before has ended, is empty, or has a state that there isn't; or the map had
    /// been complete.
    /// </summary>
    BrokenMap,

    /// <summary>A CompleteMessage says that all is done, after a Refusal.</summary>
    SuccessAfterRefusal,
}
