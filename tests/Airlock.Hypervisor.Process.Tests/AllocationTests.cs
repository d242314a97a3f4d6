using Airlock.Hypervisor.Process.Tests.Guests;
using Airlock.Testing;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

public class AllocationTests
{
    [Fact(Timeout = 30_000)]
    public Task A_trap_allocates_nothing() => Task.Run(() =>
    {
        using var hypervisor = new ProcessHypervisor();
        using IVirtualMachine machine = hypervisor.CreateMachine(Programs.Flat(code =>
        {
            code.mov(ebx, 0x1000_0000);
            code.Forever(c =>
            {
                c.mov(__dword_ptr[rbx], eax);
                c.mov(eax, __dword_ptr[rbx]);
                c.@out(0x80, al);
                c.@in(al, 0x80);
                c.movdqu(xmm1, __xmmword_ptr[rbx]);
                c.rdtsc();
            });
        }));
        using IVirtualCpu cpu = machine.BindCpu();
        int ports = 0, devices = 0, interrupted = 0, runs = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                GuestExit exit = cpu.Run();
                exit.Data.Clear();
                ports += exit.Kind == GuestExitKind.Port ? 1 : 0;
                devices += exit.Kind == GuestExitKind.Device ? 1 : 0;
                interrupted += exit.Kind == GuestExitKind.Interrupted ? 1 : 0;
                runs++;
                if (i % 10 == 0)
                {
                    machine.RequestExit();
                }
            }
        }));

        // A guest that had ended early would have allocated nothing, too.
        Assert.Equal(runs, ports + devices + interrupted);
        Assert.Equal(runs / 10, interrupted);
        Assert.InRange(ports, runs / 4, runs);
        Assert.InRange(devices, runs / 4, runs);
    });
}
