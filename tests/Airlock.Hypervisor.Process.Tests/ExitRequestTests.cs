using Airlock.Hypervisor.Process.Tests.Guests;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

public class ExitRequestTests
{
    private const int Limit = 30_000;

    [Fact(Timeout = Limit)]
    public Task An_endless_loop_ends_when_it_is_asked_to() => Task.Run(() =>
    {
        GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        run.Dispose();
        Assert.Equal(GuestExitKind.Interrupted, run.End().Kind);
    });

    [Fact(Timeout = Limit)]
    public Task A_request_from_before_the_CPU_is_there_is_not_lost() => Task.Run(() =>
    {
        using var hypervisor = new ProcessHypervisor();
        using IVirtualMachine machine = hypervisor.CreateMachine(Programs.Flat(code => code.hlt()));
        machine.RequestExit();
        using IVirtualCpu cpu = machine.BindCpu();
        machine.RequestExit();
        Assert.Equal(GuestExitKind.Interrupted, cpu.Run().Kind);
        Assert.Equal(GuestExitKind.Halted, cpu.Run().Kind);
        machine.RequestExit();
    });

    [Fact(Timeout = Limit)]
    public Task An_exit_of_the_guest_s_own_does_not_take_the_request_away() => Task.Run(() =>
    {
        using var hypervisor = new ProcessHypervisor();
        using IVirtualMachine machine = hypervisor.CreateMachine(Programs.Flat(code =>
        {
            code.@in(al, 0x80);
            code.@out(0x80, al);
            code.hlt();
        }));
        using IVirtualCpu cpu = machine.BindCpu();
        GuestExit read = cpu.Run();
        Assert.Equal(GuestExitKind.Port, read.Kind);
        read.Data[0] = 42;
        machine.RequestExit();
        Assert.Equal(GuestExitKind.Interrupted, cpu.Run().Kind);

        // What was read before has arrived all the same.
        Assert.Equal(42, cpu.Run().Data[0]);
        Assert.Equal(GuestExitKind.Halted, cpu.Run().Kind);
    });

    [Fact(Timeout = Limit)]
    public Task A_request_reaches_a_guest_that_runs() => Task.Run(() =>
    {
        using GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        for (int i = 1; i <= 200; i++)
        {
            run.Machine.RequestExit();
            Assert.True(SpinWait.SpinUntil(() => run.Interruptions >= i, Limit), $"Request {i} was lost.");
        }
    });

    [Fact(Timeout = 2 * Limit)]
    public Task Requests_from_many_threads_lose_no_access() => Task.Run(() =>
    {
        const int accesses = 2000;
        using GuestRun run = GuestRun.Create(Programs.Flat(code =>
        {
            code.mov(ebx, 0x1000_0000);
            code.xor(ecx, ecx);
            Iced.Intel.Label again = code.CreateLabel();
            code.Label(ref again);
            code.mov(__dword_ptr[rbx], ecx);
            code.mov(eax, __dword_ptr[rbx + 4]);
            code.@out(0x80, eax);
            code.inc(ecx);
            code.cmp(ecx, accesses);
            code.jne(again);
            code.hlt();
        }));
        bool isOver = false;
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                run.Machine.RequestExit();
                Thread.Yield();
            }
        }))];
        run.Start();
        Array.ForEach(threads, thread => thread.Start());
        GuestEnd end = run.End();
        Volatile.Write(ref isOver, true);
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(3 * accesses, run.Accesses.Count);
        Assert.True(run.Interruptions > 0);
        for (int i = 0; i < accesses; i++)
        {
            Assert.Equal(Access.Written(GuestExitKind.Device, 0x1000_0000, 4, BitConverter.GetBytes(i)), run.Accesses[3 * i]);
            Assert.Equal(Access.Read(GuestExitKind.Device, 0x1000_0004, 4), run.Accesses[(3 * i) + 1]);
            Assert.Equal("F0EFEEED", run.Accesses[(3 * i) + 2].Data);
        }
    });
}
