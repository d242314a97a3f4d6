using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests;

/// <summary>A guest that never ends is ended.</summary>
public sealed class StallTests : IDisposable
{
    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void A_loop_without_traps_stalls() => Stalls((code, again) => code.jmp(again));

    [SkippableFact]
    public void A_loop_that_waits_for_a_device_stalls() => Stalls((code, again) =>
    {
        code.mov(rbx, VirtioBlockCode.InputWindow + 0x60);
        code.mov(eax, __dword_ptr[rbx]);
        code.jmp(again);
    });

    [SkippableFact]
    public void A_loop_full_of_traps_stalls() => Stalls((code, again) =>
    {
        code.mov(rbx, VirtioBlockCode.InputWindow);
        code.mov(eax, __dword_ptr[rbx]);
        code.mov(__dword_ptr[rbx + 0x50], eax);
        code.jmp(again);
    });

    [SkippableFact]
    public void A_loop_that_writes_to_a_port_where_nothing_is_stalls() => Stalls((code, again) =>
    {
        code.@out(0x80, al);
        code.jmp(again);
    });

    [SkippableFact]
    public void A_stream_of_debug_text_is_no_sign_of_life() => Stalls((code, again) =>
    {
        code.mov(dx, 0x2f8);
        code.mov(al, (sbyte)'\n');
        code.@out(dx, al);
        code.jmp(again);
    });

    [SkippableFact]
    public void A_frame_that_never_ends_is_no_sign_of_life() => _run.Run(
        guest =>
        {
            guest.Send(GuestAssembler.Frame(GuestAssembler.CompleteMessage(true))[..3]);
            Loop(guest, (code, again) => code.jmp(again));
        },
        "--stall-timeout", "0.5").ShouldFail(5, "stalled");

    [SkippableFact]
    public void Messages_without_end_run_into_the_time_limit()
    {
        byte[] frame = GuestAssembler.Frame(GuestAssembler.ProgressMessage(1, 2));
        _run.Run(
            guest =>
            {
                Label again = guest.Code.CreateLabel();
                guest.Code.Label(ref again);
                guest.Send(frame);
                guest.Code.jmp(again);
            },
            "--time-limit", "0.5").ShouldFail(5, "time limit");
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    private void Stalls(Action<Assembler, Label> write)
    {
        _run.Run(guest => Loop(guest, write), "--stall-timeout", "0.5").ShouldFail(5, "stalled");
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    private static void Loop(GuestAssembler guest, Action<Assembler, Label> write)
    {
        Label again = guest.Code.CreateLabel();
        guest.Code.Label(ref again);
        write(guest.Code, again);
    }
}
