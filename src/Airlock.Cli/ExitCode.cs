using Airlock.Vmm.Results;

namespace Airlock.Cli;

/// <summary>What the program ends with (docs/protocol.md, exit codes). Each but 0 comes with a sentence on standard error.</summary>
internal enum ExitCode
{
    Success = 0,
    OperationFailed = 1,
    Usage = 2,
    HostUnsupported = 3,
    ContractBroken = 4,
    Stalled = 5,
    Refused = 6,
    Unreadable = 7,
    HungUp = 129,
    Interrupted = 130,
    Terminated = 143,
}

internal static class ExitCodes
{
    public static ExitCode ToExitCode(this RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => ExitCode.Success,
        RunOutcome.Failed => ExitCode.OperationFailed,
        RunOutcome.Stalled => ExitCode.Stalled,
        RunOutcome.Refused => ExitCode.Refused,
        _ => ExitCode.ContractBroken,
    };

    public static ExitCode ToExitCode(this AirlockError error) => error switch
    {
        AirlockError.FileAccess => ExitCode.OperationFailed,
        AirlockError.HostUnsupported => ExitCode.HostUnsupported,
        _ => ExitCode.Usage,
    };
}
