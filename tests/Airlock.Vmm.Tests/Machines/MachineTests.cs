using System.Text;
using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Testing;
using Airlock.Virtio.Block;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Machines;

public sealed class MachineTests : IDisposable
{
    private const ulong QueueNotify = 0x50;

    private readonly TestDisk _input = new(DiskRole.Input, 4096);
    private readonly TestDisk _output = new(DiskRole.Output, 4096);
    private readonly StopSignal _stop = new();
    private readonly List<string> _lines = [];
    private ScriptedHypervisor? _hypervisor;

    public void Dispose()
    {
        _hypervisor?.Dispose(); // which fails while the machine is there
        _input.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData(Transport.Serial, new ulong[0])]
    [InlineData(Transport.Shared, new[] { MemoryMap.MessageRingRegisters + MessageRing.RegisterDoorbell })]
    [InlineData(Transport.Console, new[] { MemoryMap.ConsoleDevice + QueueNotify })]
    public void Each_device_gives_the_hypervisor_its_doorbell(Transport transport, ulong[] messages)
    {
        using Machine machine = Create(TestSpec.Of(_input.Disk, _output.Disk) with { Transport = transport }, []);
        ulong[] expected = [.. messages, MemoryMap.InputDevice + QueueNotify, MemoryMap.OutputDevice + QueueNotify];
        Assert.Equal(expected, Scripted.Doorbells.Select(hint => hint.Doorbell.Address));
        Assert.All(Scripted.Doorbells, hint => Assert.Equal(sizeof(uint), hint.Doorbell.Width));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void COM1_may_be_collected_if_the_specification_says_so(bool collects)
    {
        using Machine machine = Create(TestSpec.Of() with { CollectsSerial = collects }, []);
        ushort[] expected = collects ? [Ports.Com1] : [];
        Assert.Equal(expected, Scripted.CollectedPorts);
    }

    [Fact]
    public void A_guest_runs_once_it_is_started_and_says_what_it_says() => Runner.InTime(() =>
    {
        using Machine machine = Create(
            TestSpec.Of(),
            [ScriptedExit.Out(Ports.Com1, 1, 2), ScriptedExit.Out(Ports.Com2, (byte)'x'), ScriptedExit.Halt]);
        Assert.Equal([4711u], machine.Prepare().Ioctls);
        Assert.False(_stop.IsStopping);
        machine.Start();
        machine.Join();
        Assert.Equal(StopCause.Halted, _stop.Cause);
        var said = new CollectingSink();
        machine.Messages.Feed.Read(said);
        Assert.Equal([1, 2], said.Bytes);
        Assert.Equal(["x"], _lines); // the unfinished line
        Assert.Equal(new ExitCounters { PortIo = 2, Other = 1 }, machine.Exits);
    });

    [Fact]
    public void A_fault_is_kept() => Runner.InTime(() =>
    {
        var report = new ExceptionReport(6, null, 0x1_0000, null);
        using Machine machine = Create(TestSpec.Of(), [ScriptedExit.Raise(report)]);
        machine.Prepare();
        machine.Start();
        machine.Join();
        Assert.Equal(new GuestFault(6, null, 0x1_0000, null, null), machine.Fault);
    });

    [Fact]
    public void A_stop_ends_a_guest_that_runs_for_ever() => Runner.InTime(() =>
    {
        using Machine machine = Create(TestSpec.Of(_input.Disk, _output.Disk), [ScriptedExit.RunForEver]);
        machine.Prepare();
        machine.Start();
        Scripted.AwaitRunning();
        _stop.Stop(StopCause.Stalled, "It stalled.");
        machine.Join();
        Assert.Equal(StopCause.Stalled, _stop.Cause);
        Assert.True(Scripted.IsCpuDisposed);
    });

    [Fact]
    public void A_stop_ends_a_guest_that_nobody_listens_to() => Runner.InTime(() =>
    {
        const int pipeLength = 16 << 10, part = 256;
        int parts = 0;
        ScriptedExit bytes = ScriptedExit.Out(Ports.Com1, new byte[part]);
        using Machine machine = Create(TestSpec.Of(), Forever(bytes, () => parts++));
        machine.Prepare();
        machine.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref parts) > pipeLength / part); // that one doesn't fit
        _stop.Stop(StopCause.Cancelled);
        machine.Join();
        Assert.True(Scripted.IsCpuDisposed);
    });

    [Fact]
    public void A_host_that_cannot_make_the_CPU_is_told_and_nothing_is_left_running() => Runner.InTime(() =>
    {
        var failure = new HostException("This host can't.");
        _hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { BindFailure = failure };
        using (Machine machine = Create(_hypervisor, TestSpec.Of(_input.Disk, _output.Disk)))
        {
            Assert.Same(failure, Assert.Throws<HostException>(machine.Prepare));
        }

        Assert.True(Scripted.IsDisposed);
    });

    [Fact]
    public void Threads_that_cannot_start_leave_none_running() => Runner.InTime(() =>
    {
        using (Machine machine = Create(TestSpec.Of(_input.Disk, _output.Disk), [ScriptedExit.RunForEver]))
        {
            machine.Prepare();
            Assert.Throws<ThreadStateException>(machine.Prepare);
        }

        Assert.True(Scripted.IsCpuDisposed && Scripted.IsDisposed);
    });

    [Fact]
    public void A_machine_that_was_never_prepared_goes_as_it_came() => Runner.InTime(() =>
    {
        Create(TestSpec.Of(_input.Disk, _output.Disk), []).Dispose();
        Assert.True(Scripted.IsDisposed);
    });

    [Fact]
    public void RAM_outlives_the_guest_and_its_requests() => Runner.InTime(() =>
    {
        bool? hadRam = null;
        _hypervisor = new ScriptedHypervisor(ram => UntilItsEnd(() => hadRam = ram.TryGetSpan(0x1_0000, 1, out _)));
        using (Machine machine = Create(_hypervisor, TestSpec.Of(_input.Disk, _output.Disk)))
        {
            machine.Prepare();
            machine.Start();
            Scripted.AwaitRunning();
        }

        Assert.True(hadRam);
        Assert.True(Scripted.IsDisposed);
        Assert.False(Scripted.Memory.TryGetSpan(0x1_0000, 1, out _));
    });

    [Fact]
    public void Somebody_who_has_heard_nothing_can_ask_for_collected_bytes() => Runner.InTime(() =>
    {
        using Machine machine = Create(
            TestSpec.Of(),
            [ScriptedExit.Collected(Ports.Com1, 1, 2), ScriptedExit.RunForEver, ScriptedExit.RunForEver]);
        machine.Prepare();
        machine.Start();
        Scripted.AwaitRunning();
        machine.FetchCollected();
        var said = new CollectingSink();
        while (said.Bytes.Count < 2)
        {
            Assert.True(machine.Messages.Feed.Wait(TimeSpan.FromSeconds(30)));
            machine.Messages.Feed.Read(said);
        }

        Assert.Equal([1, 2], said.Bytes);
    });

    private ScriptedMachine Scripted => _hypervisor!.Machine;

    private Machine Create(MachineSpec spec, IEnumerable<ScriptedExit> guest) =>
        Create(_hypervisor = new ScriptedHypervisor(guest), spec);

    private Machine Create(ScriptedHypervisor hypervisor, MachineSpec spec)
    {
        IBlockStore[] stores = [.. spec.Disks.Select(disk => new MemoryStore(8, disk.Role == DiskRole.Input))];
        return new Machine(
            spec,
            hypervisor.CreateMachine(spec.ToProgram()),
            stores,
            new DebugText(line => _lines.Add(Encoding.UTF8.GetString(line))),
            _stop);
    }

    private static IEnumerable<ScriptedExit> Forever(ScriptedExit exit, Action before)
    {
        while (true)
        {
            before();
            yield return exit;
        }
    }

    private static IEnumerable<ScriptedExit> UntilItsEnd(Action end)
    {
        try
        {
            yield return ScriptedExit.RunForEver;
        }
        finally
        {
            end();
        }
    }
}
