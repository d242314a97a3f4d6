using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>What the processor pushed on the exception stack (Intel SDM 3A, 6.14.2), read back.</summary>
public sealed class ExceptionReaderTests : IDisposable
{
    private const ulong StackTop = 0xf000;
    private const ulong RipSlot = StackTop - 40;
    private const ulong ErrorCodeSlot = RipSlot - 8;
    private const ulong Rip = 0x4_0010;

    private readonly GuestMemory _memory = GuestMemory.Allocate(8 << 20);

    public ExceptionReaderTests()
    {
        _memory.TryWrite(RipSlot, Rip);
        _memory.TryWrite(ErrorCodeSlot, 7ul);
        _memory.HideBelow(0x1_0000); // as the machine does
    }

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(19)]
    public void An_exception_without_an_error_code_has_none(byte vector) =>
        Assert.Equal(new ExceptionReport(vector, null, Rip, null), Read(vector));

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void An_exception_with_an_error_code_has_the_one_below_its_frame(byte vector) =>
        Assert.Equal(new ExceptionReport(vector, 7, Rip, null), Read(vector));

    [Fact]
    public void A_page_fault_tells_the_address_that_was_touched() =>
        Assert.Equal(new ExceptionReport(14, 7, Rip, 0xdead), Read(14));

    [Fact]
    public void A_vector_that_no_exception_has_is_read_all_the_same() => Assert.Null(Read(255).ErrorCode);

    [Fact]
    public void A_general_protection_fault_at_a_HLT_is_the_end_of_the_run()
    {
        _memory.TryWrite(Rip, (byte)0xf4);
        Assert.True(ExceptionReader.IsHalt(GeneralProtection(), _memory));
    }

    [Fact]
    public void At_any_other_instruction_it_is_a_fault()
    {
        _memory.TryWrite(Rip, (byte)0xfa); // CLI
        Assert.False(ExceptionReader.IsHalt(GeneralProtection(), _memory));
    }

    [Fact]
    public void Another_exception_at_a_HLT_is_a_fault()
    {
        _memory.TryWrite(Rip, (byte)0xf4);
        Assert.False(ExceptionReader.IsHalt(Read(14), _memory));
    }

    /// <summary>INT 13 in ring 3: the processor may report it at the instruction behind.</summary>
    [Fact]
    public void A_refused_interrupt_before_a_HLT_is_a_fault()
    {
        _memory.TryWrite(Rip, (byte)0xf4);
        Assert.False(ExceptionReader.IsHalt(GeneralProtection(errorCode: 13 * 8 + 2), _memory));
    }

    [Theory]
    [InlineData(0xd004)] // the HLT of the VMM's own stub for vector 0
    [InlineData(0x80_0000)]
    [InlineData(ulong.MaxValue)]
    public void A_HLT_outside_the_guests_own_RAM_is_none(ulong rip) =>
        Assert.False(ExceptionReader.IsHalt(new ExceptionReport(13, 0, rip, null), _memory));

    private static ExceptionReport GeneralProtection(ulong errorCode = 0) => new(13, errorCode, Rip, null);

    private ExceptionReport Read(byte vector) =>
        ExceptionReader.Read(vector, _memory, new KvmSpecialRegisters { Cr2 = 0xdead });
}
