using Airlock.Hypervisor;
using Airlock.Testing;
using Airlock.Vmm.Images;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Images;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>What becomes of each kind of exit, and what the loop counts.</summary>
public sealed class VcpuLoopTests
{
    private const ushort Nowhere = 0x80;

    private static readonly ushort s_com1 = LoopRig.Com1, s_com2 = LoopRig.Com2;

    private readonly List<(ulong Offset, ulong Value)> _written = [];

    [Fact]
    public void Bytes_for_COM1_become_messages_and_cost_an_exit_each_time()
    {
        using LoopRig rig = Run(ScriptedExit.Out(s_com1, 1), ScriptedExit.Out(s_com1, 2, 3), ScriptedExit.Halt);
        Assert.Equal([1, 2, 3], rig.TakeMessages());
        Assert.Equal(new ExitCounters { PortIo = 2, Other = 1 }, rig.Loop.Exits);
    }

    [Fact]
    public void Collected_bytes_become_messages_and_are_no_exit()
    {
        using LoopRig rig = Run(ScriptedExit.Collected(s_com1, 1, 2, 3), ScriptedExit.Halt);
        Assert.Equal([1, 2, 3], rig.TakeMessages());
        Assert.Equal(new ExitCounters { CoalescedPortIo = 3, Other = 1 }, rig.Loop.Exits);
    }

    [Fact]
    public void Bytes_for_COM2_are_debug_text()
    {
        using LoopRig rig = Run(ScriptedExit.Out(s_com2, (byte)'h', (byte)'i', (byte)'\n'), ScriptedExit.Halt);
        Assert.Equal(["hi"], rig.DebugLines);
        Assert.Empty(rig.TakeMessages());
    }

    [Fact]
    public void What_a_port_answers_is_what_the_guest_reads()
    {
        ScriptedExit status = ScriptedExit.Port((ushort)(s_com1 + 5), width: 1, isWrite: false, 0, 0);
        using LoopRig rig = Run(status, ScriptedExit.Halt);
        Assert.Equal([0x60, 0x60], status.Data); // INSB twice
        Assert.Equal(1, rig.Loop.Exits.PortIo);
    }

    [Fact]
    public void What_a_device_answers_is_what_the_guest_reads()
    {
        ScriptedExit read = ScriptedExit.Read(LoopRig.Window, width: 4);
        using LoopRig rig = Run(read, ScriptedExit.Write32(LoopRig.Window + 8, 7), ScriptedExit.Halt);
        Assert.Equal(BitConverter.GetBytes(TestDevice.Value), read.Data);
        Assert.Equal([(8ul, 7ul)], _written);
        Assert.Equal(new ExitCounters { Mmio = 2, Other = 1 }, rig.Loop.Exits);
    }

    [Fact]
    public void Accesses_to_nothing_are_counted_and_read_as_ones()
    {
        ScriptedExit port = ScriptedExit.Port(Nowhere, width: 2, isWrite: false, 0, 0);
        ScriptedExit device = ScriptedExit.Read(0x2000_0000, width: 4);
        using LoopRig rig = Run(
            port, device, ScriptedExit.Out(Nowhere, 1, 2, 3), ScriptedExit.Write32(0x2000_0000, 1), ScriptedExit.Halt);
        Assert.Equal([0xff, 0xff], port.Data);
        Assert.Equal([0xff, 0xff, 0xff, 0xff], device.Data);
        Assert.Equal(new ExitCounters { PortIo = 2, Mmio = 2, Unmapped = 6, Other = 1 }, rig.Loop.Exits);
    }

    [Fact]
    public void An_access_that_a_device_refuses_is_not_one_to_nothing()
    {
        using LoopRig rig = Run(ScriptedExit.Port(s_com1, width: 2, isWrite: true, 1, 2), ScriptedExit.Halt);
        Assert.Empty(rig.TakeMessages());
        Assert.Equal(0, rig.Loop.Exits.Unmapped);
    }

    [Fact]
    public void HLT_ends_the_guest_and_not_yet_the_run()
    {
        using LoopRig rig = Run(ScriptedExit.Halt, ScriptedExit.Out(s_com1, 1));
        Assert.Equal((true, false), (rig.Loop.HasHalted, rig.Stop.IsStopping));
        Assert.Empty(rig.TakeMessages());
        Assert.Null(rig.Loop.Fault);
    }

    [Fact]
    public void An_exception_ends_the_run_with_its_method()
    {
        GuestImage image = GuestImage.Parse(
            ElfBuilder.Sound().WithFunction(ElfBuilder.EntryPoint, 0x100, "Copy_Program__Main").Build(), "guest.elf");
        var report = new ExceptionReport(14, 7, ElfBuilder.EntryPoint + 0x10, 0xdead);
        using var rig = new LoopRig(new TestDevice(), [ScriptedExit.Raise(report)], image);
        rig.Run();
        Assert.Equal(new GuestFault(14, 7, 0x4_0010, 0xdead, "Copy.Program.Main+0x10"), rig.Loop.Fault);
        Assert.Equal(StopCause.ContractBroken, rig.Stop.Cause);
        Assert.Equal(
            "The guest crashed: page fault (vector 14, error code 0x7) at rip 0x40010 in Copy.Program.Main+0x10, "
            + "touching address 0xdead. This is a bug in the guest 'guest.elf'.",
            rig.Stop.Reason);
        Assert.Equal(1, rig.Loop.Exits.Other);
    }

    [Fact]
    public void Any_other_end_is_told_in_the_hypervisors_words()
    {
        using LoopRig rig = Run(ScriptedExit.Fail("a triple fault ended it"));
        Assert.Equal(StopCause.ContractBroken, rig.Stop.Cause);
        Assert.Equal(
            "The guest crashed: a triple fault ended it. This is a bug in the guest 'guest.bin'.", rig.Stop.Reason);
        Assert.Null(rig.Loop.Fault);
        Assert.Equal(1, rig.Loop.Exits.Other);
    }

    [Fact]
    public void After_an_exit_that_was_asked_for_the_guest_goes_on()
    {
        using var rig = new LoopRig(new TestDevice(), [ScriptedExit.RunForEver, ScriptedExit.Halt]);
        Runner run = rig.Start();
        rig.Machine.AwaitRunning();
        rig.Machine.RequestExit();
        run.AwaitEnd();
        Assert.Equal(new ExitCounters { Interrupted = 1, Other = 1 }, rig.Loop.Exits);
    }

    [Fact]
    public void A_stop_ends_a_guest_that_runs_for_ever()
    {
        using var rig = new LoopRig(new TestDevice(), [ScriptedExit.RunForEver, ScriptedExit.Halt]);
        Runner run = rig.Start();
        rig.Machine.AwaitRunning();
        rig.Stop.Stop(StopCause.Stalled, "It stalled.");
        run.AwaitEnd();
        Assert.Equal(new ExitCounters { Interrupted = 1 }, rig.Loop.Exits);
        Assert.Equal(StopCause.Stalled, rig.Stop.Cause);
    }

    [Fact]
    public void A_run_that_is_stopped_already_runs_nothing()
    {
        using var rig = new LoopRig(new TestDevice(), [ScriptedExit.Halt]);
        rig.Stop.Stop(StopCause.Cancelled);
        rig.Run();
        Assert.Equal(new ExitCounters(), rig.Loop.Exits);
    }

    [Fact]
    public void A_device_that_stops_the_run_has_the_last_exit()
    {
        StopSignal? stop = null;
        using var rig = new LoopRig(
            new TestDevice((_, _) => stop!.Stop(StopCause.ContractBroken, "It broke the queue.")),
            [ScriptedExit.Write32(LoopRig.Window, 0), ScriptedExit.Out(s_com1, 1)]);
        stop = rig.Stop;
        rig.Run();
        Assert.Equal("It broke the queue.", rig.Stop.Reason);
        Assert.Equal(new ExitCounters { Mmio = 1 }, rig.Loop.Exits);
    }

    private LoopRig Run(params ScriptedExit[] guest)
    {
        var rig = new LoopRig(new TestDevice((offset, value) => _written.Add((offset, value))), guest);
        rig.Run();
        return rig;
    }
}
