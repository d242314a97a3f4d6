using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>How a guest of somebody else's may end, well or badly.</summary>
public sealed class GuestEndTests : IDisposable
{
    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [InlineData("3")]
    [InlineData("0")]
    public void A_guest_that_completes_and_halts_succeeds(string ring)
    {
        ProgramResult result = _run.Run(
            guest =>
            {
                guest.Complete(success: true, count: 7);
                guest.Halt();
            },
            "--ring", ring);
        Assert.Equal("[COMPLETE] complete op=test count=7 success=true\n", result.ShouldSucceed().Output);
        Assert.Equal(1024, new FileInfo(_run.Folder.Output).Length);
    }

    [SkippableFact]
    public void A_string_instruction_sends_a_whole_frame()
    {
        ProgramResult result = _run.Run(guest =>
        {
            guest.SendAsString(
            [
                .. GuestAssembler.Frame(GuestAssembler.ProgressMessage(1, 2)),
                .. GuestAssembler.Frame(GuestAssembler.CompleteMessage(success: true, count: 2)),
            ]);
            guest.Halt();
        });
        Assert.Equal(2, result.ShouldSucceed().OutputLines.Length);
    }

    [SkippableFact]
    public void A_guest_that_reports_failure_has_failed()
    {
        _run.Run(guest =>
        {
            guest.Complete(success: false);
            guest.Halt();
        }).ShouldFail(1, "reported failure");
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    [SkippableFact]
    public void Halting_without_a_last_word_breaks_the_contract() =>
        _run.BreaksTheContract(guest => guest.Halt(), "CompleteMessage");

    [SkippableFact]
    public void Halting_in_the_middle_of_a_message_breaks_the_contract() => _run.BreaksTheContract(
        guest =>
        {
            guest.Send(10, 0, 1);
            guest.Halt();
        },
        "in the middle of a message");

    [SkippableFact]
    public void A_frame_of_garbage_breaks_the_contract() => _run.BreaksTheContract(
        guest =>
        {
            guest.Send(4, 0, 0xff, 0xff, 0xff, 0xff);
            guest.Complete();
            guest.Halt();
        },
        "protocol");

    [SkippableFact]
    public void A_message_after_the_last_word_breaks_the_contract() => _run.BreaksTheContract(
        guest =>
        {
            guest.Complete();
            guest.Send(GuestAssembler.ProgressMessage(1, 2));
            guest.Halt();
        },
        "after its CompleteMessage");

    [SkippableFact]
    public void Progress_that_falls_breaks_the_contract() => _run.BreaksTheContract(
        guest =>
        {
            guest.Send(GuestAssembler.ProgressMessage(5, 9));
            guest.Send(GuestAssembler.ProgressMessage(4, 9));
            guest.Complete();
            guest.Halt();
        },
        "less is done");

    [SkippableFact]
    public void Progress_past_its_total_breaks_the_contract() => _run.BreaksTheContract(
        guest =>
        {
            guest.Send(GuestAssembler.ProgressMessage(10, 9));
            guest.Halt();
        },
        "more is done");
}
