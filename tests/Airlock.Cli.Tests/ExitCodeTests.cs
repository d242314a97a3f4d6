using Airlock.Vmm.Results;

namespace Airlock.Cli.Tests;

/// <summary>The exit codes of the contract, section 5.</summary>
public class ExitCodeTests
{
    [Theory]
    [InlineData(RunOutcome.Succeeded, 0)]
    [InlineData(RunOutcome.Failed, 1)]
    [InlineData(RunOutcome.ContractBroken, 4)]
    [InlineData(RunOutcome.Stalled, 5)]
    public void Each_outcome_has_its_code(RunOutcome outcome, int code) =>
        Assert.Equal(code, (int)outcome.ToExitCode());

    [Theory]
    [InlineData(AirlockError.FileAccess, 1)]
    [InlineData(AirlockError.Usage, 2)]
    [InlineData(AirlockError.HostUnsupported, 3)]
    public void Each_obstacle_has_its_code(AirlockError error, int code) => Assert.Equal(code, (int)error.ToExitCode());

    [Fact]
    public void Nothing_but_success_is_0() => Assert.All(
        Enum.GetValues<RunOutcome>(),
        outcome => Assert.Equal(outcome == RunOutcome.Succeeded, outcome.ToExitCode() == 0));

    [Fact]
    public void A_signal_is_128_and_its_number()
    {
        Assert.Equal(128 + 2, (int)ExitCode.Interrupted);
        Assert.Equal(128 + 15, (int)ExitCode.Terminated);
    }
}
