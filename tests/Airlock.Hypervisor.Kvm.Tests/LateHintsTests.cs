using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests;

public sealed class LateHintsTests : IDisposable
{
    private const ushort Port = 0x3f8;

    private static readonly Doorbell s_doorbell = new(0x1000_0050, 4, Value: 0);
    private static readonly Doorbell s_other = new(0x1000_1050, 4, Value: 0);

    private readonly EventFd _signaled = new();
    private readonly LateHints _hints = new();
    private readonly FakeVcpu _vcpu = new();

    public LateHintsTests()
    {
        _hints.Add(s_doorbell, _signaled);
        _hints.Add(s_other, _signaled);
        _hints.Collect(Port);
        _hints.Attach(_vcpu);
    }

    public void Dispose() => _signaled.Dispose();

    [Fact]
    public void A_short_run_takes_none()
    {
        Count(LateHints.ExitsBefore - 1);
        Assert.Empty(_vcpu.Doorbells);
        Assert.Empty(_vcpu.CollectedPorts);
        Assert.False(_hints.IsCollecting);
    }

    [Fact]
    public void Once_there_have_been_enough_exits_all_are_taken()
    {
        Count(LateHints.ExitsBefore);
        Assert.Equal([s_doorbell, s_other], _vcpu.Doorbells);
        Assert.Equal([Port], _vcpu.CollectedPorts);
        Assert.True(_hints.IsCollecting);
    }

    [Fact]
    public void None_is_taken_twice()
    {
        Count(LateHints.ExitsBefore * 10);
        Assert.Equal(2, _vcpu.Doorbells.Count);
        Assert.Single(_vcpu.CollectedPorts);
    }

    [Fact]
    public void Exits_of_either_kind_count_together()
    {
        for (int i = 0; i < LateHints.ExitsBefore / 2; i++)
        {
            _hints.NoteDevice(FakeExit.Write(s_doorbell.Address, 0, 0, 0, 0).ToExit().Mmio);
            _hints.NotePort(FakeExit.Out(Port, 1).ToExit().Io);
        }

        Assert.Equal(2, _vcpu.Doorbells.Count);
    }

    [Fact]
    public void Exits_that_no_hint_would_have_saved_do_not_count()
    {
        for (int i = 0; i < LateHints.ExitsBefore; i++)
        {
            _hints.NoteDevice(FakeExit.Read(s_doorbell.Address, 0, 0, 0, 0).ToExit().Mmio);
            _hints.NoteDevice(FakeExit.Write(s_doorbell.Address, 0, 0).ToExit().Mmio);
            _hints.NoteDevice(FakeExit.Write(s_doorbell.Address + 4, 0, 0, 0, 0).ToExit().Mmio);
            _hints.NotePort(FakeExit.In(Port, 0).ToExit().Io);
            _hints.NotePort(FakeExit.Out(Port + 1, 1).ToExit().Io);
        }

        Assert.Empty(_vcpu.Doorbells);
    }

    [Fact]
    public void A_kernel_that_cannot_collect_is_not_asked_for_bytes()
    {
        using var vcpu = new FakeVcpu { CanCollect = false };
        _hints.Attach(vcpu);
        Count(LateHints.ExitsBefore);
        Assert.False(_hints.IsCollecting);
        Assert.Equal(0, _hints.Take(new byte[8], out _));
    }

    [Fact]
    public void A_kernel_that_fails_at_a_hint_goes_on_without()
    {
        using var vcpu = new FakeVcpu { HintFailure = KvmException.MissingCapability(KvmCapability.IoEventFd) };
        _hints.Attach(vcpu);
        Count(LateHints.ExitsBefore + 1);
        Assert.False(_hints.IsCollecting);
    }

    private void Count(int exits)
    {
        for (int i = 0; i < exits; i++)
        {
            _hints.NotePort(FakeExit.Out(Port, 1).ToExit().Io);
        }
    }
}
