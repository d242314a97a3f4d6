namespace Airlock.Vmm.Results;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>The guest reported success, and the output is complete and flushed.</summary>
    Succeeded,

    /// <summary>The guest reported failure, or a file could not be read, written or flushed.</summary>
    Failed,

    /// <summary>
    /// The image is refused: malformed, of an unknown or ambiguous format, encrypted, too large, or it refers to other
    /// files. <see cref="RunResult.Refusal"/> says which.
    /// </summary>
    Refused,

    /// <summary>The guest broke the contract: a crash, HLT without CompleteMessage, a broken device, a bad frame.</summary>
    ContractBroken,

    /// <summary>No request completed and no message arrived for too long, or the run passed its time limit.</summary>
    Stalled,
}
