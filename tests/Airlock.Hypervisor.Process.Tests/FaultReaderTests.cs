using Airlock.Hypervisor.Process.Faults;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Hypervisor.Process.Setup;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;

namespace Airlock.Hypervisor.Process.Tests;

/// <summary>What not every processor or kernel can be made to do.</summary>
public class FaultReaderTests
{
    private const uint I386 = 0x4000_0003;
    private const uint X86_64 = 0xc000_003e;

    private static readonly GuestSpace s_space = new(0, 0, [new PageRange(0x1_0000, 0x1000, PageRights.Read | PageRights.Execute)]);

    [Theory]
    [InlineData(X86_64, 39, 0x1_0010, 6, 0x1_000e)] // SYSCALL
    [InlineData(I386, 20, 0x1_0010, 13, 0x1_000e)] // INT 80h
    [InlineData(I386, 20, 0xb79, 13, 0xb79)] // SYSENTER, which goes on where a library of the kernel would be
    [InlineData(X86_64, 96, 0xffff_ffff_ff60_0000, 6, 0xffff_ffff_ff60_0000)] // a call of the old gate
    [InlineData(X86_64, 39, 1, 6, 1)] // rip - 2 wraps
    public void A_system_call_is_told_with_its_number_and_its_instruction(uint architecture, int number, ulong rip, int vector, ulong instruction)
    {
        var info = new SignalInfo { Code = 1, SystemCall = number, Architecture = architecture };
        Assert.Equal(new ExceptionReport(vector, null, instruction, null, number), Read(LibC.SIGSYS, info, rip));
    }

    [Fact]
    public void An_address_in_the_middle_of_a_stack_fault_is_none()
    {
        var info = new SignalInfo { Code = 2, Address = 7 };
        Assert.Equal(new ExceptionReport(12, 0, 0x1_0000, null), Read(LibC.SIGBUS, info, 0x1_0000));
    }

    [Theory]
    [InlineData(LibC.SIGXCPU)]
    [InlineData(LibC.SIGURG)]
    [InlineData(LibC.SIGHUP)]
    public void A_signal_that_no_exception_raises_is_none(int signal) =>
        Assert.Null(Read(signal, new SignalInfo { Code = SignalInfo.OfKernel }, 0x1_0000));

    [Theory]
    [InlineData("0F31", 2)]
    [InlineData("0F01F9", 3)]
    public void A_time_stamp_that_traps_is_answered_and_never_runs_backwards(string code, int length)
    {
        var clock = new TimeStampCounter();
        UserRegisters registers = new() { Rip = 0x1_0000, Rax = ulong.MaxValue, Rdx = ulong.MaxValue, Rcx = 5 };
        Assert.True(clock.TryEmulate(Convert.FromHexString(code + "90"), ref registers));
        Assert.Equal(0x1_0000 + (ulong)length, registers.Rip);
        Assert.Equal(0UL, (registers.Rax | registers.Rdx) >> 32);
        Assert.Equal(length == 3 ? 0UL : 5, registers.Rcx);

        ulong first = (registers.Rdx << 32) | registers.Rax;
        Assert.True(clock.TryEmulate(Convert.FromHexString(code), ref registers));
        Assert.InRange(((registers.Rdx << 32) | registers.Rax) - first, 0UL, 1UL << 40);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0F")]
    [InlineData("0F01F8")] // SWAPGS
    [InlineData("F4")]
    public void Other_instructions_are_no_time_stamp(string code)
    {
        UserRegisters registers = new() { Rip = 0x1_0000 };
        Assert.False(new TimeStampCounter().TryEmulate(Convert.FromHexString(code), ref registers));
        Assert.Equal(0x1_0000UL, registers.Rip);
    }

    private static ExceptionReport? Read(int signal, in SignalInfo info, ulong rip) =>
        FaultReader.Read(signal, info, new UserRegisters { Rip = rip }, [], s_space);
}
