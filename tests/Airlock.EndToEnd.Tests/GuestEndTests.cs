using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>How a guest of somebody else's may end. What it mustn't do is in <see cref="HostileGuestTests"/>.</summary>
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
    public void A_large_program_runs_and_finds_its_zeroed_data_zero()
    {
        byte[] sieve = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "images", "Sieve.elf"));
        ProgramResult result = _run.RunImage(sieve);
        Assert.Equal("[COMPLETE] complete op=sieve count=63951 success=true\n", result.ShouldSucceed().Output);
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
    public void A_write_that_a_guest_leaves_when_it_halts_is_done()
    {
        const ulong buffer = 0x20_0000;
        _run.Run(guest =>
        {
            var driver = new VirtioCode(guest, VirtioCode.OutputWindow, queue: 0x10_0000);
            driver.Initialize();
            guest.Store64(buffer, 0x1122_3344_5566_7788);
            guest.Complete();
            driver.Submit(VirtioCode.RequestOut, sector: 1, buffer, length: 512);
            guest.Halt();
        }).ShouldSucceed();
        Assert.Equal(0x1122_3344_5566_7788ul, BitConverter.ToUInt64(File.ReadAllBytes(_run.Folder.Output), 512));
    }

    [SkippableFact]
    public void A_queue_that_a_guest_breaks_just_before_it_halts_is_broken() => _run.BreaksTheContract(
        guest =>
        {
            var driver = new VirtioCode(guest, VirtioCode.OutputWindow, queue: 0x10_0000);
            driver.Initialize();
            guest.Complete();
            driver.SetAvailableIndex(40_000);
            driver.Notify();
            guest.Halt();
        },
        "The guest broke the output device's queue");

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
}
