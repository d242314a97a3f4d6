using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Testing;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>What KVM's exits become.</summary>
public sealed class KvmCpuTests : IDisposable
{
    private const ushort Com1 = 0x3f8;
    private const uint SetTpr = 11; // KVM_EXIT_SET_TPR
    private const ulong Rip = 0x4_0010;

    private readonly GuestMemory _memory = GuestMemory.Allocate(8 << 20);
    private readonly FakeVcpu _vcpu = new();
    private readonly LateHints _hints = new();
    private readonly KvmCpu _cpu;

    public KvmCpuTests()
    {
        _hints.Collect(Com1);
        _cpu = new KvmCpu(_vcpu, _memory, _hints);
    }

    public void Dispose()
    {
        _cpu.Dispose();
        Assert.True(_vcpu.IsDisposed);
        _memory.Dispose();
    }

    [Fact]
    public void A_port_access_keeps_its_port_its_width_and_its_bytes()
    {
        _vcpu.Add(FakeExit.Out(Com1, 1, 2, 3, 4) with { Size = 2 });
        GuestExit exit = _cpu.Run();
        Assert.Equal((GuestExitKind.Port, (ulong)Com1, 2), (exit.Kind, exit.Address, exit.Width));
        Assert.True(exit.IsWrite && !exit.IsCollected);
        Assert.Equal([1, 2, 3, 4], exit.Data.ToArray());
    }

    [Fact]
    public void What_is_written_into_the_data_of_a_read_is_what_the_guest_reads()
    {
        FakeExit port = FakeExit.In(0x60, 0), device = FakeExit.Read(0x1000_0000, 0, 0);
        _vcpu.Add(port);
        _vcpu.Add(device);
        _cpu.Run().Data[0] = 7;
        _cpu.Run().Data[1] = 8;
        Assert.Equal([7], port.Data);
        Assert.Equal([0, 8], device.Data);
    }

    [Fact]
    public void A_device_access_is_as_wide_as_its_bytes()
    {
        _vcpu.Add(FakeExit.Write(0x1000_0050, 1, 2, 3, 4));
        GuestExit exit = _cpu.Run();
        Assert.Equal((GuestExitKind.Device, 0x1000_0050ul, 4), (exit.Kind, exit.Address, exit.Width));
        Assert.True(exit.IsWrite);
        Assert.Equal([1, 2, 3, 4], exit.Data.ToArray());
    }

    [Fact]
    public void A_request_for_an_exit_is_used_up_by_it()
    {
        _vcpu.Add(new FakeExit(VcpuExitKind.Interrupted));
        Assert.Equal(GuestExitKind.Interrupted, _cpu.Run().Kind);
        Assert.Equal(1, _vcpu.Cleared);
    }

    [Fact]
    public void SET_TPR_is_skipped()
    {
        _vcpu.Add(new FakeExit(VcpuExitKind.Unknown, SetTpr));
        _vcpu.Add(new FakeExit(VcpuExitKind.Unknown, SetTpr));
        _vcpu.Add(new FakeExit(VcpuExitKind.Hlt));
        Assert.Equal(GuestExitKind.Halted, _cpu.Run().Kind);
        Assert.Equal(3, _vcpu.Runs);
    }

    [Theory]
    [InlineData(VcpuExitKind.Shutdown, 8, "a triple fault ended it")]
    [InlineData(VcpuExitKind.InternalError, 17, "KVM can't emulate what it does at rip 0x40010")]
    [InlineData(VcpuExitKind.FailEntry, 9, "the processor refused its state (code 0x21)")]
    [InlineData(VcpuExitKind.SystemEvent, 24, "KVM ended it with exit reason 24")]
    [InlineData(VcpuExitKind.Unknown, 4711, "KVM ended it with exit reason 4711")]
    public void Any_other_exit_ends_the_guest_in_words(VcpuExitKind kind, uint reason, string failure)
    {
        _vcpu.Add(new FakeExit(kind, reason) { Detail = 0x21 });
        GuestExit exit = _cpu.Run();
        Assert.Equal((GuestExitKind.Failed, failure), (exit.Kind, exit.Failure));
    }

    /// <summary>The machine has run by then: it isn't that this host has no KVM.</summary>
    [Fact]
    public void A_run_that_KVM_refuses_ends_the_guest_in_words()
    {
        _vcpu.RunFailure = KvmException.MissingCapability(KvmCapability.UserMemory);
        GuestExit exit = _cpu.Run();
        Assert.Equal(GuestExitKind.Failed, exit.Kind);
        Assert.StartsWith("KVM can't go on with it (KVM on this host lacks", exit.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Collected_bytes_come_before_the_exit_behind_them()
    {
        StartCollecting();
        _vcpu.Add(FakeExit.Out(0x80, 9), (Com1, 1), (Com1, 2));
        Assert.Equal(((int)Com1, "0102", true), Next());
        Assert.Equal((0x80, "09", false), Next());
        _vcpu.Add(new FakeExit(VcpuExitKind.Hlt), (Com1, 3));
        Assert.Equal(((int)Com1, "03", true), Next());
        int runs = _vcpu.Runs;
        Assert.Equal(GuestExitKind.Halted, _cpu.Run().Kind);
        Assert.Equal(runs, _vcpu.Runs); // it was there already
    }

    [Fact]
    public void Bytes_of_several_ports_stay_apart_and_in_order()
    {
        StartCollecting();
        _vcpu.Add(new FakeExit(VcpuExitKind.Interrupted), (Com1, 1), (0x2f8, 2), (0x2f8, 3), (Com1, 4));
        Assert.Equal(((int)Com1, "01", true), Next());
        Assert.Equal((0x2f8, "0203", true), Next());
        Assert.Equal(((int)Com1, "04", true), Next());
        Assert.Equal(0, _vcpu.Cleared);
        Assert.Equal(GuestExitKind.Interrupted, _cpu.Run().Kind);
        Assert.Equal(1, _vcpu.Cleared);
    }

    [Fact]
    public void More_bytes_than_fit_come_in_several_exits()
    {
        StartCollecting();
        _vcpu.Add(new FakeExit(VcpuExitKind.Hlt), [.. Enumerable.Range(0, 300).Select(i => (Com1, (byte)i))]);
        var bytes = new List<byte>();
        GuestExit exit;
        while ((exit = _cpu.Run()).Kind == GuestExitKind.Port)
        {
            Assert.True(exit.IsCollected);
            bytes.AddRange(exit.Data);
        }

        Assert.Equal(GuestExitKind.Halted, exit.Kind);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (byte)i), bytes);
    }

    [Theory]
    [InlineData(0, 0x1200, GuestExitKind.Exception)]
    [InlineData(3, 0x1200, GuestExitKind.Port)] // from ring 3 it is an OUT to nowhere
    [InlineData(0, 0, GuestExitKind.Port)] // a ring 0 guest has no stubs
    public void Only_an_exception_stub_can_report_an_exception(byte ring, ulong idt, GuestExitKind kind)
    {
        _memory.TryWrite(0xf000 - 40, Rip);
        _vcpu.SpecialRegisters = Registers(ring, idt);
        _vcpu.Add(FakeExit.Out(0xee, 6));
        GuestExit exit = _cpu.Run();
        Assert.Equal(kind, exit.Kind);
        ExceptionReport expected = kind == GuestExitKind.Exception ? new ExceptionReport(6, null, Rip, null) : default;
        Assert.Equal(expected, exit.Exception);
    }

    [Fact]
    public void HLT_in_ring_3_is_the_end_of_the_run()
    {
        _memory.TryWrite(0xf000 - 40, Rip);
        _memory.TryWrite(Rip, (byte)0xf4);
        _vcpu.SpecialRegisters = Registers(ring: 0, 0x1200);
        _vcpu.Add(FakeExit.Out(0xee, 13));
        Assert.Equal(GuestExitKind.Halted, _cpu.Run().Kind);
    }

    /// <summary>Ports, devices, requests, and bytes that were collected.</summary>
    [Fact]
    public void An_exit_allocates_nothing()
    {
        const int each = 1000;
        FakeExit[] round =
        [
            FakeExit.Out(Com1, 1), FakeExit.Read(0x1000_0000, 0, 0, 0, 0), new FakeExit(VcpuExitKind.Interrupted),
        ];
        var vcpu = new RepeatingVcpu(round);
        using var cpu = new KvmCpu(vcpu, _memory, _hints);
        int seen = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < each; i++)
            {
                GuestExit exit = cpu.Run();
                seen += exit.Kind is GuestExitKind.Port or GuestExitKind.Device or GuestExitKind.Interrupted ? 1 : 0;
            }
        }));

        // One that had ended early would have allocated nothing, too.
        Assert.Equal(seen, vcpu.Runs + vcpu.Collected);
        Assert.InRange(vcpu.Collected, 100, seen);
    }

    private static KvmSpecialRegisters Registers(byte ring, ulong idt) => new()
    {
        Cs = new KvmSegment { PrivilegeLevel = ring },
        Idt = new KvmDescriptorTable { Base = idt },
    };

    private void StartCollecting()
    {
        for (int i = 0; i < LateHints.ExitsBefore; i++)
        {
            _vcpu.Add(FakeExit.Out(Com1, 0));
            _cpu.Run();
        }

        Assert.True(_hints.IsCollecting);
    }

    private (int Port, string Bytes, bool IsCollected) Next()
    {
        GuestExit exit = _cpu.Run();
        return ((int)exit.Address, Convert.ToHexString(exit.Data), exit.IsCollected);
    }
}
