using Airlock.Vmm.Results;

namespace Airlock.Cli.Tests.Output;

/// <summary>What runs came to.</summary>
internal static class Results
{
    /// <summary>A run that ended so, and of which nothing else is known.</summary>
    public static RunResult Of(RunOutcome outcome) => new()
    {
        Outcome = outcome,
        Reason = null,
        Machine = MachineKind.Process,
        Complete = null,
        Fault = null,
        Messages = 0,
        MessageBytes = 0,
        MessageSignals = 0,
        Exits = new ExitCounters(),
        Input = default,
        Output = default,
        TimeToFirstMessage = null,
        WallTime = TimeSpan.Zero,
    };
}
