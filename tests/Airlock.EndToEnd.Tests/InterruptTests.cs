using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>A run that is ended from outside, in the middle, leaves everything as it was.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public InterruptTests()
    {
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_copy_that_is_interrupted_leaves_the_old_output(string signal, int exitCode)
    {
        using RunningProgram copy = StartLongCopy();
        copy.WaitForProgress();
        copy.Signal(signal);
        copy.Wait(s_promptly).ShouldFail(exitCode, "interrupted");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_guest_that_loops_can_be_interrupted(string signal, int exitCode)
    {
        using var run = new GuestRun();
        using RunningProgram program = run.Start(GuestAssembler.Assemble(guest =>
        {
            guest.Send(GuestAssembler.ProgressMessage(1, 2));
            Iced.Intel.Label again = guest.Code.CreateLabel();
            guest.Code.Label(ref again);
            guest.Code.jmp(again);
        }));
        program.WaitForProgress();
        program.Signal(signal);
        program.Wait(s_promptly).ShouldFail(exitCode, "interrupted");
        run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    /// <summary>In the first milliseconds and in the last ones, too: no crash, and no output that isn't whole.</summary>
    [SkippableFact]
    public void An_interrupt_at_any_moment_ends_with_its_code()
    {
        const int Attempts = 40;
        string input = _folder.WriteInput(25_600);
        int told = 0;
        for (int i = 0; i < Attempts; i++)
        {
            using RunningProgram copy = AirlockProgram.Start("copy", input, _folder.Output);
            Thread.Sleep(i);
            copy.SignalUnlessEnded("INT");
            ProgramResult result = copy.Wait(s_promptly);
            Assert.True(result.ExitCode is 0 or 130, $"Exit code {result.ExitCode}: {result.Error}");
            Assert.True(result.ExitCode != 0 || result.Error.Length == 0, result.Error); // it came too late
            Assert.DoesNotContain("Unhandled", result.Error, StringComparison.Ordinal);
            told += result.Error.Length > 0 ? 1 : 0;
        }

        // Before the program has its handlers, the kernel ends it and nobody says so.
        Assert.InRange(told, 1, Attempts);
    }

    [SkippableFact]
    public void A_hangup_that_is_ignored_stays_so()
    {
        const string script = """
            trap '' HUP
            "$airlock" copy $machine --sparse never --chunk-size 512 "$1" "$2" & kill -HUP $!; wait $!
            """;
        using RunningProgram copy = AirlockProgram.StartInShell(script, _folder.WriteSparseInput(16 << 20), _folder.Output);
        copy.WaitForProgress();
        copy.SignalAll("HUP");
        copy.Wait().ShouldSucceed();
    }

    [SkippableFact]
    public void A_program_that_is_killed_leaves_nothing_behind()
    {
        using RunningProgram copy = StartLongCopy();
        copy.WaitForProgress();
        copy.Kill();
        Assert.Equal(137, copy.Wait(s_promptly).ExitCode);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void A_suspended_program_has_not_stalled()
    {
        using RunningProgram copy = AirlockProgram.Start(
            "copy", "--sparse", "never", "--chunk-size", "512", "--stall-timeout", "1", "--progress-step", "100",
            _folder.WriteSparseInput(64 << 20), _folder.Output);
        copy.WaitForProgress();
        copy.SignalAll("STOP");
        TestTime.Sleep(TimeSpan.FromSeconds(1.5));
        copy.SignalAll("CONT");
        copy.Wait().ShouldSucceed();
    }

    /// <summary>Small requests take long enough over a large input without blocks.</summary>
    private RunningProgram StartLongCopy() => AirlockProgram.Start(
        "copy", "--sparse", "never", "--chunk-size", "512", _folder.WriteSparseInput(512L << 20), _folder.Output);
}
