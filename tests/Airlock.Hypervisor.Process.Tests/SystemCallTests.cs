using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Tests.Guests;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

public class SystemCallTests
{
    private const int Getpid = 39;

    [Theory]
    [InlineData(Getpid)]
    [InlineData(0)] // read
    [InlineData(15)] // rt_sigreturn
    [InlineData(60)] // exit
    [InlineData(11)] // munmap, which the stub may from one place
    [InlineData(0x4000_0027)] // getpid of x32
    [InlineData(1_000_000)]
    public void SYSCALL_is_refused_and_told(int number)
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(eax, number);
            code.mov(edi, (uint)Programs.Data);
            code.mov(esi, 0x1000);
            code.syscall();
            code.@out(0x80, al);
        });
        Assert.Empty(accesses);
        Assert.Equal(GuestExitKind.Exception, end.Kind);
        Assert.Equal(new ExceptionReport(6, null, MemoryMap.ImageBase + 15, null, number), end.Exception);
    }

    /// <summary>How each of them fails depends on the processor and on the kernel; none of them gets through.</summary>
    [Theory]
    [InlineData("int80")]
    [InlineData("sysenter")]
    [InlineData("sysenter with a stack")]
    [InlineData("vsyscall")]
    public void Other_ways_into_the_kernel_end_the_guest(string way)
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(eax, 20); // getpid of 32-bit programs
            switch (way)
            {
                case "int80":
                    code.@int(0x80);
                    break;
                case "vsyscall":
                    code.mov(rax, 0xffff_ffff_ff60_0000); // gettimeofday
                    code.xor(edi, edi);
                    code.xor(esi, esi);
                    code.call(rax);
                    break;
                case "sysenter with a stack":
                    code.mov(ebp, (uint)MemoryMap.EntryStackPointer);
                    code.sysenter();
                    break;
                default:
                    code.sysenter();
                    break;
            }

            code.@out(0x80, al);
            code.hlt();
        });
        Assert.Empty(accesses);
        Assert.True(end.Kind is GuestExitKind.Exception or GuestExitKind.Failed, $"{end.Kind}");
        if (end.Exception.SystemCall is { } number)
        {
            Assert.Equal(way == "vsyscall" ? 96 : 20, number);
        }
    }
}
