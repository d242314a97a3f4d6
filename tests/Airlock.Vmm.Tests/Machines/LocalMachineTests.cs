using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Machines;

public sealed class LocalMachineTests
{
    private readonly StopSignal _stop = new();
    private readonly MachineEvents _events = new();

    [Fact]
    public void Its_program_is_what_the_specification_says()
    {
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt);
        using LocalMachine machine = Create(hypervisor, TestSpec.Of() with { MemoryBytes = 10 << 20, Ring = 0 });
        GuestProgram program = hypervisor.Machine.Program;
        Assert.Equal(
            ("guest.bin", 0x1_0000ul, 10ul << 20, 0),
            (program.Name, program.EntryPoint, program.MemoryBytes, program.Ring));
        Assert.Same(TestSpec.Image.Segments, program.Segments);
        Assert.Equal([0, 0], program.BootConfiguration.ToArray());
    }

    [Fact]
    public void Without_an_image_it_is_the_copy_guest()
    {
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt);
        using LocalMachine machine = Create(hypervisor, TestSpec.Of() with { Image = null });
        Assert.Equal(GuestImage.Copy.Name, hypervisor.Machine.Program.Name);
    }

    [Fact]
    public void A_start_is_told_before_the_guest_runs() => Runner.InTime(() =>
    {
        int starts = 0;
        var hypervisor = new ScriptedHypervisor(_ => Do(() => starts = _events.Starts.Count));
        using LocalMachine machine = Create(hypervisor, TestSpec.Of());
        machine.Start();
        machine.Join();
        Assert.Equal(1, starts);
        Assert.Null(Assert.Single(_events.Starts)); // no Landlock in this process
    });

    [Fact]
    public void It_can_be_prepared_before_it_is_started() => Runner.InTime(() =>
    {
        using LocalMachine machine = Create(new ScriptedHypervisor(ScriptedExit.Halt), TestSpec.Of());
        Assert.Equal([4711u], machine.Prepare().Ioctls);
        Assert.Empty(_events.Starts);
        machine.Start();
        machine.Join();
        Assert.Equal(StopCause.Halted, _stop.Cause);
    });

    [Fact]
    public void It_reports_what_it_has_done() => Runner.InTime(() =>
    {
        using var input = new TestDisk(DiskRole.Input, 4096);
        using var output = new TestDisk(DiskRole.Output, 4096);
        var hypervisor = new ScriptedHypervisor(
            ScriptedExit.Out(Ports.Com2, (byte)'x'),
            ScriptedExit.Raise(new ExceptionReport(13, 0, 0x1_0000, null, SystemCall: 39)));
        using LocalMachine machine = Create(hypervisor, TestSpec.Of(input.Disk, output.Disk));
        machine.Start();
        MachineReport report = machine.Join();
        Assert.Equal(39, report.Fault?.SystemCall);
        Assert.Equal(new ExitCounters { PortIo = 1, Other = 1 }, report.Exits);
        Assert.Equal(2, report.Disks.Count);
        Assert.Equal((0L, false), (report.Completed, report.AreOutputsWritten));
        Assert.Equal(["x"], _events.Lines);
    });

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_output_is_written_once_every_byte_of_it_is(int length, bool written) => Runner.InTime(() =>
    {
        using var output = new TestDisk(DiskRole.Output, length);
        using LocalMachine machine = Create(new ScriptedHypervisor(ScriptedExit.Halt), TestSpec.Of(output.Disk));
        machine.Start();
        Assert.Equal(written, machine.Join().AreOutputsWritten);
    });

    [Fact]
    public void Collected_bytes_are_asked_for_at_the_hypervisor()
    {
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt);
        using LocalMachine machine = Create(hypervisor, TestSpec.Of());
        machine.FetchCollected();
        Assert.Equal(1, hypervisor.Machine.CollectedRequests);
    }

    [Fact]
    public void A_program_that_does_not_fit_is_a_matter_of_the_image()
    {
        var failure = new GuestProgramException("It doesn't fit.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { MachineFailure = failure };
        var e = Assert.Throws<GuestImageException>(() => Create(hypervisor, TestSpec.Of()));
        Assert.Equal("It doesn't fit.", e.Message);
        Assert.True(hypervisor.IsDisposed);
    }

    [Fact]
    public void A_host_that_cannot_make_a_machine_is_told_to_the_caller()
    {
        var failure = new HostException("This host can't.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { MachineFailure = failure };
        Assert.Same(failure, Assert.Throws<HostException>(() => Create(hypervisor, TestSpec.Of())));
        Assert.True(hypervisor.IsDisposed);
    }

    [Fact]
    public void A_host_that_cannot_make_the_CPU_is_told_and_nothing_is_left() => Runner.InTime(() =>
    {
        var failure = new HostException("This host can't.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { BindFailure = failure };
        using (LocalMachine machine = Create(hypervisor, TestSpec.Of()))
        {
            Assert.Same(failure, Assert.Throws<HostException>(machine.Start));
        }

        Assert.Empty(_events.Starts);
        Assert.True(hypervisor.Machine.IsDisposed && hypervisor.IsDisposed);
    });

    [Fact]
    public void Disposing_it_ends_a_guest_that_runs_for_ever() => Runner.InTime(() =>
    {
        var hypervisor = new ScriptedHypervisor(ScriptedExit.RunForEver);
        using (LocalMachine machine = Create(hypervisor, TestSpec.Of()))
        {
            machine.Start();
            hypervisor.Machine.AwaitRunning();
        }

        Assert.True(hypervisor.Machine.IsCpuDisposed && hypervisor.Machine.IsDisposed && hypervisor.IsDisposed);
    });

    private LocalMachine Create(ScriptedHypervisor hypervisor, MachineSpec spec) =>
        new(spec, hypervisor, _stop, _events);

    private static IEnumerable<ScriptedExit> Do(Action action)
    {
        action();
        yield return ScriptedExit.Halt;
    }
}
