using Airlock.Hypervisor.Process.Instructions;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>IN, OUT, INS, OUTS and HLT.</summary>
public sealed class PortTests : IDisposable
{
    private const ulong Ram = 0x20_0000;
    private const ulong DirectionFlag = 1 << 10;

    private readonly EmulatedMachine _machine = new() { PortData = [0x81, 0x92, 0xa3, 0xb4] };

    [Theory]
    [InlineData("e6f8", "write 1 at 0xf8", "44")]
    [InlineData("e7f8", "write 4 at 0xf8", "44332211")]
    [InlineData("66e7f8", "write 2 at 0xf8", "4433")]
    [InlineData("ee", "write 1 at 0x3f8", "44")]
    [InlineData("ef", "write 4 at 0x3f8", "44332211")]
    [InlineData("66ef", "write 2 at 0x3f8", "4433")]
    [InlineData("48ef", "write 4 at 0x3f8", "44332211")]
    public void Out_writes_the_accumulator(string code, string access, string data)
    {
        UserRegisters registers = Registers();
        Assert.Equal(EmulationStep.Done, Protect(code, ref registers));
        Assert.Equal([access], _machine.Accesses);
        Assert.Equal(data, Convert.ToHexStringLower([.. _machine.Written]));
        UserRegisters expected = Registers();
        expected.Rip += (ulong)code.Length / 2;
        Assert.Equal(expected, registers);
    }

    [Theory]
    [InlineData("e4f8", "read 1 at 0xf8", 0x5566_7788_1122_3381)]
    [InlineData("66e5f8", "read 2 at 0xf8", 0x5566_7788_1122_9281)]
    [InlineData("e5f8", "read 4 at 0xf8", 0xb4a3_9281)]
    [InlineData("ec", "read 1 at 0x3f8", 0x5566_7788_1122_3381)]
    [InlineData("66ed", "read 2 at 0x3f8", 0x5566_7788_1122_9281)]
    [InlineData("ed", "read 4 at 0x3f8", 0xb4a3_9281)]
    [InlineData("48ed", "read 4 at 0x3f8", 0xb4a3_9281)]
    public void In_fills_the_accumulator_as_wide_as_it_is(string code, string access, ulong rax)
    {
        UserRegisters registers = Registers();
        Assert.Equal(EmulationStep.Done, Protect(code, ref registers));
        Assert.Equal([access], _machine.Accesses);
        UserRegisters expected = Registers();
        expected.Rax = rax;
        expected.Rip += (ulong)code.Length / 2;
        Assert.Equal(expected, registers);
    }

    [Fact]
    public void Halt_is_an_exit()
    {
        UserRegisters registers = Registers();
        Assert.Equal(EmulationStep.Exit, Protect("f4", ref registers));
        Assert.Equal(0xf000UL, registers.Rip);
    }

    [Fact]
    public void A_halt_that_is_continued_is_stepped_over()
    {
        UserRegisters registers = Registers();
        using var memory = GuestMemory.Allocate(GuestMemory.PageSize);
        var emulator = new InstructionEmulator(new GuestPages(memory, []), _machine);
        Assert.Equal(EmulationStep.Exit, emulator.StartPrivileged([0xf4], ref registers));
        Assert.Equal(GuestExitKind.Halted, emulator.Exit.Kind);
        Assert.Equal(EmulationStep.Done, emulator.Continue(ref registers));
        Assert.Equal(EmulationStep.Done, emulator.Continue(ref registers));
        Assert.Equal(0xf001UL, registers.Rip);
    }

    [Theory]
    [InlineData("f0ee")] // LOCK OUT
    [InlineData("f3ee")] // REP OUT
    [InlineData("f26e")] // REPNE OUTSB
    [InlineData("fa")] // CLI
    [InlineData("0f30")] // WRMSR
    [InlineData("8903")] // MOV [RBX], EAX
    [InlineData("e6")]
    [InlineData("")]
    public void What_uses_no_port_is_the_guests_own_fault(string code)
    {
        UserRegisters registers = Registers();
        Assert.Equal(EmulationStep.Refused, Protect(code, ref registers));
        Assert.Equal(Registers(), registers);
    }

    [Fact]
    public void A_string_is_written_as_one_piece()
    {
        "the bytes"u8.CopyTo(_machine.Ram(Ram, 9));
        UserRegisters registers = Registers();
        registers.Rsi = Ram;
        registers.Rcx = 9;
        Assert.Equal(EmulationStep.Done, Protect("f36e", ref registers));
        Assert.Equal(["write 1 of 9 at 0x3f8"], _machine.Accesses);
        Assert.Equal("the bytes"u8.ToArray(), _machine.Written);
        Assert.Equal((Ram + 9, 0UL, 0xf002UL), (registers.Rsi, registers.Rcx, registers.Rip));
    }

    [Fact]
    public void A_string_goes_backwards_with_the_direction_flag()
    {
        Convert.FromHexString("0102030405060708").CopyTo(_machine.Ram(Ram, 8));
        UserRegisters registers = Registers();
        registers.Rsi = Ram + 4;
        registers.Rcx = 2;
        registers.Eflags |= DirectionFlag;
        Assert.Equal(EmulationStep.Done, Protect("f36f", ref registers));
        Assert.Equal("0506070801020304", Convert.ToHexString([.. _machine.Written]));
        Assert.Equal((Ram - 4, 0UL), (registers.Rsi, registers.Rcx));
    }

    [Fact]
    public void A_long_string_comes_in_pieces_of_a_page()
    {
        UserRegisters registers = Registers();
        registers.Rdi = Ram;
        registers.Rcx = 1500;
        Assert.Equal(EmulationStep.Done, Protect("f36d", ref registers));
        Assert.Equal((Ram + 4096, 476UL, 0xf000UL), (registers.Rdi, registers.Rcx, registers.Rip));
        Assert.Equal(EmulationStep.Done, Protect("f36d", ref registers));
        Assert.Equal((Ram + 6000, 0UL, 0xf002UL), (registers.Rdi, registers.Rcx, registers.Rip));
        Assert.Equal(["read 4 of 4096 at 0x3f8", "read 4 of 1904 at 0x3f8"], _machine.Accesses);
        Assert.Equal("8192a3b400000000", Convert.ToHexStringLower(_machine.Ram(Ram + 5996, 8)));
    }

    [Theory]
    [InlineData("6e")]
    [InlineData("6c")]
    public void A_string_without_prefix_is_one_element(string code)
    {
        UserRegisters registers = Registers();
        registers.Rsi = Ram;
        registers.Rdi = Ram;
        Assert.Equal(EmulationStep.Done, Protect(code, ref registers));
        Assert.Equal((Registers().Rcx, 0xf001UL), (registers.Rcx, registers.Rip));
        Assert.Equal(2 * Ram + 1, registers.Rsi + registers.Rdi);
    }

    [Fact]
    public void A_repeated_string_of_no_elements_touches_nothing()
    {
        UserRegisters registers = Registers();
        registers.Rcx = 0;
        registers.Rsi = ulong.MaxValue;
        Assert.Equal(EmulationStep.Done, Protect("f36e", ref registers));
        Assert.Empty(_machine.Accesses);
        Assert.Equal((ulong.MaxValue, 0xf002UL), (registers.Rsi, registers.Rip));
    }

    [Fact]
    public void A_string_stops_at_the_end_of_RAM_and_faults_there()
    {
        ulong end = _machine.Memory.Length;
        UserRegisters registers = Registers();
        registers.Rsi = end - 6;
        registers.Rcx = ulong.MaxValue;
        Assert.Equal(EmulationStep.Done, Protect("f36f", ref registers));
        Assert.Equal((end - 2, ulong.MaxValue - 1), (registers.Rsi, registers.Rcx));
        Assert.Equal(EmulationStep.PageFault, Protect("f36f", ref registers));
        Assert.Equal(end - 2, _machine.FaultingAddress);
        Assert.Single(_machine.Accesses);
    }

    [Fact]
    public void An_address_of_32_bits_wraps_and_clears_the_upper_halves()
    {
        UserRegisters registers = Registers();
        registers.Rdi = 0xffff_ffff_0020_0000;
        registers.Rcx = 0xffff_ffff_0000_0002;
        Assert.Equal(EmulationStep.Done, Protect("67f36c", ref registers));
        Assert.Equal((Ram + 2, 0UL), (registers.Rdi, registers.Rcx));
    }

    [Fact]
    public void The_source_of_a_string_is_in_the_segment_that_a_prefix_names()
    {
        _machine.Ram(Ram, 1)[0] = 0x5a;
        UserRegisters registers = Registers();
        registers.GsBase = Ram - 8;
        registers.Rsi = 8;
        Assert.Equal(EmulationStep.Done, Protect("656e", ref registers));
        Assert.Equal([0x5a], _machine.Written);
    }

    public void Dispose() => _machine.Dispose();

    private static UserRegisters Registers() => new()
    {
        Rip = 0xf000,
        Rax = 0x5566_7788_1122_3344,
        Rdx = 0xffff_ffff_ffff_03f8,
        Rcx = 0x77,
        Eflags = 0x202,
    };

    private EmulationStep Protect(string code, ref UserRegisters registers) =>
        _machine.Protect(Convert.FromHexString(code), ref registers);
}
