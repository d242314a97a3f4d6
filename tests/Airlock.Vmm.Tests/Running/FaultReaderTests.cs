using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Vmm.Images;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Images;

namespace Airlock.Vmm.Tests.Running;

/// <summary>What the processor pushed on the exception stack (Intel SDM 3A, 6.14.2), read back.</summary>
public sealed class FaultReaderTests : IDisposable
{
    private const ulong StackTop = 0xf000;
    private const ulong RipSlot = StackTop - 40;
    private const ulong ErrorCodeSlot = RipSlot - 8;
    private const ulong Rip = ElfBuilder.EntryPoint + 0x10;

    private readonly GuestMemory _memory = GuestMemory.Allocate(8 << 20);
    private readonly GuestImage _image = GuestImage.Parse(
        ElfBuilder.Sound().WithFunction(ElfBuilder.EntryPoint, 0x100, "Copy_Program__Main").Build(), "guest.elf");

    public FaultReaderTests()
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
    public void A_fault_without_an_error_code_has_none(byte vector)
    {
        GuestFault fault = Read(vector);
        Assert.Equal((vector, Rip), (fault.Vector, fault.InstructionPointer));
        Assert.Null(fault.ErrorCode);
        Assert.Null(fault.FaultingAddress);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void A_fault_with_an_error_code_has_the_one_below_its_frame(byte vector)
    {
        GuestFault fault = Read(vector);
        Assert.Equal((Rip, 7ul, null), (fault.InstructionPointer, fault.ErrorCode, fault.FaultingAddress));
    }

    [Fact]
    public void A_page_fault_tells_the_address_that_was_touched()
    {
        GuestFault fault = Read(14);
        Assert.Equal(
            "page fault (vector 14, error code 0x7) at rip 0x40010 in Copy.Program.Main+0x10, touching address 0xdead",
            fault.ToString());
    }

    [Fact]
    public void A_vector_that_no_exception_has_is_read_all_the_same() => Assert.Null(Read(255).ErrorCode);

    [Fact]
    public void A_general_protection_fault_at_a_HLT_is_the_end_of_the_run()
    {
        _memory.TryWrite(Rip, (byte)0xf4);
        Assert.True(FaultReader.IsHalt(Read(13), _memory));
    }

    [Fact]
    public void At_any_other_instruction_it_is_a_fault()
    {
        _memory.TryWrite(Rip, (byte)0xfa); // CLI
        Assert.False(FaultReader.IsHalt(Read(13), _memory));
    }

    [Fact]
    public void Another_exception_at_a_HLT_is_a_fault()
    {
        _memory.TryWrite(Rip, (byte)0xf4);
        Assert.False(FaultReader.IsHalt(Read(14), _memory));
    }

    [Theory]
    [InlineData(0xd004)] // the HLT of the VMM's own stub for vector 0
    [InlineData(0x80_0000)]
    [InlineData(ulong.MaxValue)]
    public void A_HLT_outside_the_guests_own_RAM_is_none(ulong rip)
    {
        var fault = new GuestFault(13, 0, rip, null, null);
        Assert.False(FaultReader.IsHalt(fault, _memory));
    }

    private GuestFault Read(byte vector)
    {
        var registers = new KvmSpecialRegisters { Cr2 = 0xdead };
        return FaultReader.Read(vector, _memory, registers, _image);
    }
}
