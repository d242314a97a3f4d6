using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

public sealed class VcpuThreadTests : IDisposable
{
    private readonly ScriptedHypervisor _hypervisor = new(ScriptedExit.Halt);
    private readonly IVirtualMachine _machine;
    private readonly StopSignal _stop = new();

    public VcpuThreadTests()
    {
        _machine = _hypervisor.CreateMachine(TestProgram.Flat);
    }

    public void Dispose()
    {
        _machine.Dispose(); // which fails while a CPU is there
        _hypervisor.Dispose();
    }

    [Fact]
    public void The_CPU_is_made_and_run_and_disposed_on_one_thread() => Runner.InTime(() =>
    {
        GuestExitKind? kind = null;
        string? name = null;
        using var thread = new VcpuThread(
            _machine, cpu => (kind, name) = (cpu.Run().Kind, Thread.CurrentThread.Name), _stop);
        thread.Start();
        thread.AwaitBound();
        thread.Release();
        thread.Join();
        Assert.Equal((GuestExitKind.Halted, "airlock-vcpu"), (kind, name));
        Assert.True(_hypervisor.Machine.IsCpuDisposed);
        Assert.False(_stop.IsStopping);
    });

    [Fact]
    public void It_runs_nothing_before_it_is_let_go() => Runner.InTime(() =>
    {
        bool isReleased = false, wasReleased = false;
        using var thread = new VcpuThread(_machine, _ => wasReleased = Volatile.Read(ref isReleased), _stop);
        thread.Start();
        thread.AwaitBound();
        Assert.False(_hypervisor.Machine.IsCpuDisposed);
        Volatile.Write(ref isReleased, true);
        thread.Release();
        thread.Join();
        Assert.True(wasReleased);
    });

    [Fact]
    public void A_host_that_cannot_make_the_CPU_is_told_to_the_caller() => Runner.InTime(() =>
    {
        var failure = new HostException("This host can't.");
        using var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { BindFailure = failure };
        using IVirtualMachine machine = hypervisor.CreateMachine(TestProgram.Flat);
        bool hasRun = false;
        using var thread = new VcpuThread(machine, _ => hasRun = true, _stop);
        thread.Start();
        Assert.Same(failure, Assert.Throws<HostException>(thread.AwaitBound));
        thread.Join();
        Assert.False(hasRun);
        Assert.Same(failure, _stop.Exception?.SourceException);
    });

    [Fact]
    public void What_the_run_fails_with_ends_it_and_is_kept() => Runner.InTime(() =>
    {
        var failure = new InvalidOperationException("broken");
        using var thread = new VcpuThread(_machine, _ => throw failure, _stop);
        thread.Start();
        thread.AwaitBound();
        thread.Release();
        thread.Join();
        Assert.Equal(StopCause.Crashed, _stop.Cause);
        Assert.Same(failure, _stop.Exception?.SourceException);
        Assert.True(_hypervisor.Machine.IsCpuDisposed);
    });

    [Fact]
    public void Waiting_for_its_end_lets_it_go() => Runner.InTime(() =>
    {
        bool hasRun = false;
        using var thread = new VcpuThread(_machine, _ => hasRun = true, _stop);
        thread.Start();
        thread.Join();
        Assert.True(hasRun);
    });

    [Fact]
    public void One_that_was_never_started_has_nothing_to_join() => Runner.InTime(() =>
    {
        using var thread = new VcpuThread(_machine, _ => { }, _stop);
        thread.Join();
    });

    [Fact]
    public void One_that_cannot_start_leaves_the_first_one_to_be_joined() => Runner.InTime(() =>
    {
        using var thread = new VcpuThread(_machine, _ => { }, _stop);
        thread.Start();
        Assert.Throws<ThreadStateException>(thread.Start);
        thread.Join();
        Assert.True(_hypervisor.Machine.IsCpuDisposed);
    });
}
