using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.EndToEnd.Tests.Hostile;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// Guests that each do one nasty thing, as real machine code: the run ends as the table says, and no file is
/// touched but by a guest that may.
/// </summary>
public sealed class HostileGuestTests : IDisposable
{
    private readonly GuestRun _run = new();

    public static TheoryData<string> Deeds => [.. HostileGuest.All.Keys];

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Deeds))]
    public void A_run_ends_as_the_table_says_for_a_guest_that(string deed)
    {
        Skip.If(
            TestMachine.IsEmulated && deed == ProcessorGuests.DividesInSse, "The emulated processor has no SIMD exceptions.");
        HostileGuest guest = HostileGuest.All[deed];
        if (!TestMachine.IsKvm && HostileGuest.FaultsWithoutKvm.Contains(deed))
        {
            guest = guest with { ExitCode = 4, Words = "page fault" };
        }

        if (TestMachine.IsPvm && HostileGuest.EndsOnPvm.TryGetValue(deed, out string? words))
        {
            guest = guest with { ExitCode = 4, Words = words };
        }

        byte[] input = File.ReadAllBytes(_run.Folder.Input);
        ProgramResult result = _run.Run(guest.Write, ["--stall-timeout", "20", .. guest.Options]);
        Assert.Equal(input, File.ReadAllBytes(_run.Folder.Input));
        if (guest.ExitCode == 0)
        {
            result.ShouldSucceed();
            Assert.Equal(["guest.bin", "in.img", "out.img"], _run.Folder.Names);
        }
        else
        {
            result.ShouldFail(guest.ExitCode, guest.Words);
            _run.Folder.ShouldHoldOldOutput("guest.bin");
        }
    }
}
