using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.EndToEnd.Tests.Hostile;

namespace Airlock.EndToEnd.Tests;

/// <summary>Guests that never end are ended: by the stall timeout, the time limit, and whoever started them.</summary>
public sealed class EndlessGuestTests : IDisposable
{
    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(10);

    private readonly GuestRun _run = new();

    public static TheoryData<string> Deeds => [.. EndlessGuest.All.Keys];

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Deeds))]
    public void The_stall_timeout_ends_it_unless_there_are_signs_of_life_from_a_guest_that(string deed)
    {
        EndlessGuest guest = EndlessGuest.All[deed];
        using RunningProgram program = guest.Stalls
            ? Start(guest, "--stall-timeout", "0.3")
            : Start(guest, "--stall-timeout", "0.5", "--time-limit", "0.9");
        ShouldEnd(program, 5, guest.Stalls ? "stalled" : "time limit");
    }

    [SkippableTheory]
    [MemberData(nameof(Deeds))]
    public void The_time_limit_ends_a_guest_that(string deed)
    {
        using RunningProgram program = Start(EndlessGuest.All[deed], "--time-limit", "0.2");
        ShouldEnd(program, 5, "time limit");
    }

    [SkippableTheory]
    [MemberData(nameof(Deeds))]
    public void An_interrupt_ends_a_guest_that(string deed)
    {
        using RunningProgram program = Start(EndlessGuest.All[deed]);
        program.WaitForProgress();
        program.Signal("INT");
        ShouldEnd(program, 130, "interrupted");
    }

    private RunningProgram Start(EndlessGuest guest, params string[] options) => _run.Start(
        GuestAssembler.Assemble(code =>
        {
            code.Send(GuestAssembler.ProgressMessage(1, 2));
            guest.Write(code);
        }),
        [.. guest.Options, .. options]);

    private void ShouldEnd(RunningProgram program, int exitCode, string word)
    {
        ProgramResult result = program.Wait(s_promptly);
        Assert.True(result.ExitCode == exitCode, $"Exit code {result.ExitCode}, expected {exitCode}: {result.Error}");
        Assert.Contains(word, result.Error, StringComparison.Ordinal);
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }
}
