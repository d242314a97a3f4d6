namespace Airlock.Vmm.Results;

/// <summary>What ended the vCPU.</summary>
internal enum StopCause
{
    /// <summary>The guest executed HLT.</summary>
    Halted,

    /// <summary>The guest broke the contract: a fault, a broken queue, a bad frame.</summary>
    ContractBroken,

    /// <summary>Nothing happened for too long, or the time limit has passed.</summary>
    Stalled,

    /// <summary>A backing file failed in a way that makes going on pointless.</summary>
    StoreFailed,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The worker that the machine was in is gone.</summary>
    WorkerLost,

    /// <summary>The VMM itself failed; the exception is kept.</summary>
    Crashed,
}
