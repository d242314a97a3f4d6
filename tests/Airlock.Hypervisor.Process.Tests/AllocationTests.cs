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
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                cpu.Run().Data.Clear();
                if (i % 10 == 0)
                {
                    machine.RequestExit();
                }
            }
        }));
    });
}
