using System.Runtime.Intrinsics;
using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>Which accesses to a device's window an instruction becomes, and which instructions don't.</summary>
public sealed class DeviceTests : IDisposable
{
    private const ulong Window = MemoryMap.DeviceWindows;
    private const ulong End = MemoryMap.DeviceWindowsEnd;
    private const ulong Ram = 0x20_0000;
    private const PageRights Data = PageRights.Read | PageRights.Write;

    private readonly EmulatedMachine _machine = new(
        new PageRange(0x1_0000, 0x1000, PageRights.Read | PageRights.Execute), new PageRange(Ram, 0x1000, Data));

    [Theory]
    [InlineData("8b03", "read 4")] // MOV EAX, [RBX]
    [InlineData("488903", "write 8")] // MOV [RBX], RAX
    [InlineData("c60301", "write 1")] // MOV byte [RBX], 1
    [InlineData("833b00", "read 4")] // CMP dword [RBX], 0
    [InlineData("f60380", "read 1")] // TEST byte [RBX], 0x80
    [InlineData("66830b01", "read 2", "write 2")] // OR word [RBX], 1
    [InlineData("48ff03", "read 8", "write 8")] // INC qword [RBX]
    [InlineData("f30f1003", "read 4")] // MOVSS XMM0, [RBX]
    [InlineData("660fd603", "write 8")] // MOVQ [RBX], XMM0
    public void An_instruction_is_the_accesses_that_it_makes(string code, params string[] accesses)
    {
        UserRegisters registers = At(Window + 0x20);
        Assert.Equal(EmulationStep.Done, Touch(code, ref registers, Window + 0x20));
        Assert.Equal(accesses.Select(access => $"{access} at 0x{Window + 0x20:x}"), _machine.Accesses);
        Assert.Equal(0x1_0000 + ((ulong)code.Length / 2), registers.Rip);
    }

    [Fact]
    public void Sixteen_bytes_are_two_accesses_of_eight()
    {
        UserRegisters registers = At(Window);
        _machine.Vectors[9] = Vector128.Create(1UL, 2UL).AsByte();
        Assert.Equal(EmulationStep.Done, Touch("440f290b", ref registers, Window)); // MOVAPS [RBX], XMM9
        Assert.Equal(EmulationStep.Done, Touch("f3450f6f03", ref registers, Window)); // MOVDQU XMM8, [R11]
        Assert.Equal(
            ["write 8 at 0x10000000", "write 8 at 0x10000008", "read 8 at 0x10000000", "read 8 at 0x10000008"],
            _machine.Accesses);
        Assert.Equal(_machine.Vectors[9], _machine.Vectors[8]);
    }

    [Theory]
    [InlineData("8b03", 0xffe, "read 2 at 0x10000ffe", "read 2 at 0x10001000")] // MOV EAX, [RBX]
    [InlineData("488903", 0xfff, "write 1 at 0x10000fff", "write 7 at 0x10001000")] // MOV [RBX], RAX
    [InlineData("0f1003", 0xffc, "read 4 at 0x10000ffc", "read 8 at 0x10001000", "read 4 at 0x10001008")] // MOVUPS XMM0, [RBX]
    public void An_access_across_a_page_is_told_in_parts_as_under_KVM(string code, ulong offset, params string[] accesses)
    {
        UserRegisters registers = At(Window + offset);
        Assert.Equal(EmulationStep.Done, Touch(code, ref registers, Window + offset));
        Assert.Equal(accesses, _machine.Accesses);
    }

    [Theory]
    [InlineData(Window - 1)]
    [InlineData(Window - 4)]
    [InlineData(End - 3)]
    [InlineData(End)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0UL)]
    public void An_access_that_is_not_all_in_the_windows_is_refused(ulong address)
    {
        foreach (string code in (string[])["8b03", "8903", "833b00", "0f1003", "f3a5", "f3ab", "a5", "ab"])
        {
            UserRegisters registers = At(address);
            Assert.Equal(EmulationStep.Refused, Touch(code, ref registers, address));
            Assert.Equal(At(address), registers);
        }

        Assert.Empty(_machine.Accesses);
    }

    [Fact]
    public void An_access_to_another_place_than_the_fault_is_refused()
    {
        UserRegisters registers = At(Window + 8);
        Assert.Equal(EmulationStep.Refused, Touch("8b03", ref registers, Window));
        Assert.Equal(EmulationStep.Refused, Touch("8b03", ref registers, Window + 12));
        Assert.Empty(_machine.Accesses);
        Assert.Equal(EmulationStep.Done, Touch("8b03", ref registers, Window + 11));
    }

    [Theory]
    [InlineData("f08303")] // LOCK ADD
    [InlineData("8703")] // XCHG
    [InlineData("0fb10b")] // CMPXCHG
    [InlineData("0fc10b")] // XADD
    [InlineData("ff33")] // PUSH
    [InlineData("8f03")] // POP
    [InlineData("ff13")] // CALL
    [InlineData("ff23")] // JMP
    [InlineData("d903")] // FLD
    [InlineData("c5f81003")] // VMOVUPS
    [InlineData("62f17c481003")] // VMOVUPS of 64 bytes
    [InlineData("8c1b")] // MOV [RBX], DS
    [InlineData("8e1b")] // MOV DS, [RBX]
    [InlineData("0f6f03")] // MOVQ MM0, [RBX]
    [InlineData("f3c70301000000")] // XRELEASE MOV
    [InlineData("f4")] // HLT: a page fault doesn't come from it
    [InlineData("ee")] // OUT, likewise
    public void What_is_not_known_is_refused(string code)
    {
        UserRegisters registers = At(Window);
        Assert.Equal(EmulationStep.Refused, Touch(code, ref registers, Window));
        Assert.Equal(At(Window), registers);
        Assert.Empty(_machine.Accesses);
    }

    [Fact]
    public void An_aligned_move_of_a_misaligned_address_is_refused()
    {
        UserRegisters registers = At(Window + 8);
        Assert.Equal(EmulationStep.Refused, Touch("0f2803", ref registers, Window + 8)); // MOVAPS
        Assert.Equal(EmulationStep.Done, Touch("0f1003", ref registers, Window + 8)); // MOVUPS
    }

    [Fact]
    public void The_base_of_FS_is_part_of_the_address()
    {
        UserRegisters registers = At(0x40);
        registers.FsBase = Window;
        _machine.Devices(Window + 0x40, 4)[3] = 0x12;
        Assert.Equal(EmulationStep.Done, Touch("648b03", ref registers, Window + 0x40));
        Assert.Equal(0x1200_0000UL, registers.Rax);
    }

    [Fact]
    public void Moves_between_devices_read_and_then_write()
    {
        UserRegisters registers = At(Window);
        registers.Rdi = Window + 0x1000;
        Assert.Equal(EmulationStep.Done, Touch("a5", ref registers, Window));
        Assert.Equal(["read 4 at 0x10000000", "write 4 at 0x10001000"], _machine.Accesses);
    }

    [Theory]
    [InlineData(Window, 0x1_0000UL, 0x1_0000UL)] // a program's page isn't writable
    [InlineData(Window, Ram + 0xffd, Ram + 0xffd)] // the page ends
    [InlineData(Window, ulong.MaxValue - 1, ulong.MaxValue - 1)]
    [InlineData(Ram - 4, Window, Ram - 4)]
    [InlineData(Ram + 0xffd, Window, Ram + 0xffd)]
    public void Moves_ask_for_rights_to_RAM_before_they_touch_a_device(ulong source, ulong target, ulong fault)
    {
        UserRegisters registers = At(source);
        registers.Rdi = target;
        UserRegisters before = registers;
        Assert.Equal(EmulationStep.PageFault, Touch("f3a5", ref registers, Window));
        Assert.Equal(fault, _machine.FaultingAddress);
        Assert.Equal(before, registers);
        Assert.Empty(_machine.Accesses);
    }

    [Fact]
    public void A_repeated_move_does_one_element_for_each_fault()
    {
        UserRegisters registers = At(Ram);
        registers.Rdi = Window;
        registers.Rcx = 2;
        Assert.Equal(EmulationStep.Done, Touch("f3a4", ref registers, Window));
        Assert.Equal((1UL, 0x1_0000UL), (registers.Rcx, registers.Rip));
        Assert.Equal(EmulationStep.Refused, Touch("f3a4", ref registers, Window));
        Assert.Equal(EmulationStep.Done, Touch("f3a4", ref registers, Window + 1));
        Assert.Equal((0UL, 0x1_0002UL), (registers.Rcx, registers.Rip));
    }

    public void Dispose() => _machine.Dispose();

    /// <summary>All that instructions here use as an address is this one.</summary>
    private static UserRegisters At(ulong address) => new()
    {
        Rip = 0x1_0000,
        Rbx = address,
        R11 = address,
        Rsi = address,
        Rdi = address,
        Rcx = 3,
        Eflags = 0x202,
    };

    private EmulationStep Touch(string code, ref UserRegisters registers, ulong address) =>
        _machine.Touch(Convert.FromHexString(code), ref registers, address);
}
