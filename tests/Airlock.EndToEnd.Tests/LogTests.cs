using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// A guest can't make the log grow without end, whatever it does again and again. None of it is on standard output.
/// </summary>
public sealed class LogTests : IDisposable
{
    private const int InputLength = 1024;
    private const ulong Queue = 0x10_0000;
    private const ulong Buffer = 0x20_0000;

    private readonly GuestRun _run = new(InputLength);

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void Debug_text_without_end_is_cut_off() => LogsAtMost(1020, guest => guest.Forever(code =>
    {
        foreach (byte letter in "long lines, many of them\n"u8)
        {
            code.mov(edx, 0x2f8);
            code.mov(al, letter);
            code.@out(dx, al);
        }
    }));

    [SkippableFact]
    public void A_sector_that_cannot_be_read_is_logged_a_few_times() => LogsAtMost(
        40,
        guest => RequestsForever(guest, sector: 0),
        new Fault("read", Fault.EIO, InputLength));

    [SkippableFact]
    public void Requests_that_no_disk_can_do_are_not_logged() =>
        LogsAtMost(20, guest => RequestsForever(guest, sector: ulong.MaxValue));

    [SkippableFact]
    public void Accesses_to_nothing_are_not_logged() => LogsAtMost(20, guest => guest.Forever(code =>
    {
        code.@out(0x80, al);
        guest.Store64(VirtioCode.InputWindow + 1, 0);
        guest.Store32(0x1000_5000, 0);
    }));

    private void LogsAtMost(int lines, Action<GuestAssembler> write, Fault? fault = null)
    {
        string guest = _run.Folder.WriteFile("guest.bin", GuestAssembler.Assemble(write));
        ProgramResult result = AirlockProgram.Run(
            fault ?? new Fault("nothing", 0, 0),
            "run", "--verbose", "--time-limit", "1",
            "--input", _run.Folder.Input, "--output", _run.Folder.Output, guest);
        Assert.True(result.ExitCode == 5, $"Exit code {result.ExitCode}: {result.Error}");
        Assert.InRange(result.Error.Count(character => character == '\n'), 1, lines);
        Assert.Empty(result.Output);
    }

    private static void RequestsForever(GuestAssembler guest, ulong sector) => guest.Forever(_ =>
    {
        var driver = new VirtioCode(guest, VirtioCode.InputWindow, Queue);
        driver.Initialize();
        driver.Submit(VirtioCode.RequestIn, sector, Buffer, 512);
        driver.WaitUntilUsed();
    });
}
