using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.EndToEnd.Tests.Hostile;
using Airlock.Vmm;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// Guests that each do one nasty thing, as real machine code: the run ends as the table says, and no file is touched but
/// by a guest that may.
/// </summary>
/// <remarks>
/// They run in the whole program. Where the processor is emulated that takes too long: there, most of them run through
/// the library, and one of each table through the program.
/// </remarks>
public sealed class HostileGuestTests : IDisposable
{
    private const string StallTimeout = "20";

    private readonly GuestRun _run = new();

    public static TheoryData<string> Deeds => [.. HostileGuest.All.Keys];

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Deeds))]
    public Task A_run_ends_as_the_table_says_for_a_guest_that(string deed) => TestTime.Within(() =>
    {
        Skip.If(
            TestMachine.IsEmulated && deed == ProcessorGuests.DividesInSse, "The emulated processor has no SIMD exceptions.");
        HostileGuest guest = HostileGuest.All[deed];
        byte[] input = File.ReadAllBytes(_run.Folder.Input);
        if (TestMachine.IsEmulated && !HostileGuest.Samples.Contains(guest))
        {
            RunThroughLibrary(guest);
        }
        else
        {
            RunThroughProgram(guest);
        }

        Assert.Equal(input, File.ReadAllBytes(_run.Folder.Input));
        if (guest.ExitCode == 0)
        {
            Assert.Equal(["guest.bin", "in.img", "out.img"], _run.Folder.Names);
        }
        else
        {
            _run.Folder.ShouldHoldOldOutput("guest.bin");
        }
    });

    private void RunThroughProgram(HostileGuest guest)
    {
        ProgramResult result = _run.Run(guest.Write, ["--stall-timeout", StallTimeout, .. guest.Options]);
        if (guest.ExitCode == 0)
        {
            result.ShouldSucceed();
        }
        else
        {
            result.ShouldFail(guest.ExitCode, guest.Words);
        }
    }

    /// <summary>The program prints the reason, and makes the exit code of the outcome.</summary>
    private void RunThroughLibrary(HostileGuest guest)
    {
        RunResult result = _run.RunInProcess(guest.Write, ["--stall-timeout", StallTimeout, .. guest.Options]);
        RunOutcome expected = guest.ExitCode switch
        {
            0 => RunOutcome.Succeeded,
            1 => RunOutcome.Failed,
            4 => RunOutcome.ContractBroken,
            _ => RunOutcome.Stalled,
        };
        Assert.True(result.Outcome == expected, $"{result.Outcome}, expected {expected}: {result.Reason}");
        Assert.Contains(guest.Words, result.Reason ?? string.Empty, StringComparison.OrdinalIgnoreCase);
    }
}
