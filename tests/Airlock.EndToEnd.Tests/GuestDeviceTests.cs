using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests;

/// <summary>Ports and windows as a guest of somebody else's finds them.</summary>
public sealed class GuestDeviceTests : IDisposable
{
    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void A_port_where_nothing_is_reads_as_all_ones() => Holds((guest, failed) =>
    {
        guest.Code.mov(dx, 0x1234);
        guest.Code.mov(eax, 0x5a5a5a5a);
        guest.Code.@out(dx, eax);
        guest.Code.@in(eax, dx);
        guest.Code.cmp(eax, -1);
        guest.Code.jne(failed);
        guest.Code.@in(al, 0x70);
        guest.Code.cmp(al, -1);
        guest.Code.jne(failed);
    });

    [SkippableFact]
    public void An_address_where_no_device_is_reads_as_all_ones() => Holds((guest, failed) =>
    {
        guest.Store32(0x1000_5000, 1);
        guest.Expect32(0x1000_5000, uint.MaxValue, failed);
        guest.Code.mov(rax, __qword_ptr[rbx]);
        guest.Code.cmp(rax, -1);
        guest.Code.jne(failed);
    });

    [SkippableFact]
    public void Accesses_to_nothing_are_counted() => Assert.Matches(
        @"accesses to nothing\s+3\b",
        _run.Run(
            guest =>
            {
                guest.Store32(0x1000_5000, 1);
                guest.Code.@out(0x80, al);
                guest.Code.@in(al, 0x80);
                guest.Complete();
                guest.Halt();
            },
            "--stats").Error);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Debug_text_shows_in_the_log_that_was_asked_for(bool verbose)
    {
        ProgramResult result = _run.Run(
            guest =>
            {
                guest.Code.mov(dx, 0x2f8);
                foreach (byte letter in "he\u001bre\n"u8)
                {
                    guest.Code.mov(al, letter);
                    guest.Code.@out(dx, al);
                }

                guest.Complete();
                guest.Halt();
            },
            verbose ? ["--verbose"] : []);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("[COMPLETE] complete op=test count=0 success=true\n", result.Output);
        Assert.Equal(verbose, result.Error.Contains("guest: he", StringComparison.Ordinal));
        Assert.DoesNotContain("\u001bre", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_serial_port_answers_like_an_idle_uart() => Holds((guest, failed) =>
    {
        const byte transmitterEmpty = 0x60;
        guest.Code.mov(dx, 0x3fd);
        guest.Code.@in(al, dx);
        guest.Code.cmp(al, transmitterEmpty);
        guest.Code.jne(failed);
    });

    [SkippableFact]
    public void Other_widths_and_alignments_in_a_window_read_as_zero() => Holds((guest, failed) =>
    {
        guest.Code.mov(rbx, VirtioCode.InputWindow);
        guest.Code.mov(rax, __qword_ptr[rbx]);
        guest.Code.test(rax, rax);
        guest.Code.jnz(failed);
        guest.Code.movzx(eax, __byte_ptr[rbx]);
        guest.Code.test(eax, eax);
        guest.Code.jnz(failed);
        guest.Code.mov(eax, __dword_ptr[rbx + 2]);
        guest.Code.test(eax, eax);
        guest.Code.jnz(failed);
        guest.Store64(VirtioCode.InputWindow + 0x70, ulong.MaxValue);
        guest.Expect32(VirtioCode.InputWindow + 0x70, 0, failed);
    });

    [SkippableFact]
    public void Both_windows_hold_a_virtio_block_device_of_the_contracts_features() => Holds((guest, failed) =>
    {
        foreach ((ulong window, uint lowFeatures) in (ReadOnlySpan<(ulong, uint)>)
            [(VirtioCode.InputWindow, 0x20), (VirtioCode.OutputWindow, 0)])
        {
            guest.Expect32(window, 0x74726976, failed);
            guest.Expect32(window + 0x04, 2, failed);
            guest.Expect32(window + 0x08, 2, failed);
            guest.Store32(window + 0x14, 0);
            guest.Expect32(window + 0x10, lowFeatures, failed);
            guest.Store32(window + 0x14, 1);
            guest.Expect32(window + 0x10, 1, failed);
            guest.Store32(window + 0x30, 0);
            guest.Expect32(window + 0x34, 256, failed);
            guest.Expect32(window + 0x100, 2, failed);
            guest.Expect32(window + 0x104, 0, failed);
        }
    });

    [SkippableFact]
    public void A_driver_of_a_few_instructions_copies_a_disk()
    {
        const ulong buffer = 0x20_0000;
        Holds((guest, failed) =>
        {
            var input = new VirtioCode(guest, VirtioCode.InputWindow, queue: 0x10_0000);
            var output = new VirtioCode(guest, VirtioCode.OutputWindow, queue: 0x11_0000);
            input.Initialize();
            output.Initialize();
            for (ushort sector = 0; sector < 2; sector++)
            {
                input.TransferSector(write: false, sector, buffer, failed);
                output.TransferSector(write: true, sector, buffer, failed);
            }
        });
        Assert.Equal(File.ReadAllBytes(_run.Folder.Input), File.ReadAllBytes(_run.Folder.Output));
    }

    /// <summary>Runs checks: reports success when none of them jumped to the label.</summary>
    private void Holds(Action<GuestAssembler, Label> write) =>
        _run.Run(guest => guest.CompleteUnless(failed => write(guest, failed))).ShouldSucceed();
}
