using Airlock.EndToEnd.Tests.Harness;
using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests;

/// <summary>A guest that crashes ends with exit code 4, and the report says what happened where.</summary>
public sealed class GuestFaultTests : IDisposable
{
    private const ulong LargeProgram = 0x4_0000;

    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void A_division_by_zero_is_told() => Crashes(
        code =>
        {
            code.xor(edx, edx);
            code.xor(ecx, ecx);
            code.div(ecx);
        },
        "divide error", "vector 0", "rip 0x10004");

    [SkippableFact]
    public void An_invalid_instruction_is_told() =>
        Crashes(code => code.ud2(), "invalid opcode", "vector 6", "rip 0x10000");

    [SkippableFact]
    public void A_breakpoint_is_told() => Crashes(code => code.int3(), "breakpoint", "vector 3");

    [SkippableTheory]
    [InlineData(0x0ul)] // page 0 is not mapped
    [InlineData(0x1000ul)] // the VMM's descriptor tables
    [InlineData(0x2000ul)] // its page tables
    [InlineData(0xd000ul)] // its exception page
    [InlineData(0xe000ul)] // its exception stack
    [InlineData(0xf000ul)] // the boot configuration may be read, not written
    [InlineData(0x80_0000ul)] // behind RAM
    [InlineData(0x7fff_ffff_f000ul)]
    public void Writing_where_nothing_of_the_guests_lies_is_a_page_fault(ulong address) => Crashes(
        code =>
        {
            code.mov(rbx, address);
            code.mov(__dword_ptr[rbx], eax);
        },
        "page fault", "vector 14", $"address 0x{address:x}.");

    [SkippableTheory]
    [InlineData(0x1000ul)]
    [InlineData(0xd000ul)]
    public void The_vmms_pages_cannot_be_read_either(ulong address) => Crashes(
        code =>
        {
            code.mov(rbx, address);
            code.mov(eax, __dword_ptr[rbx]);
        },
        "page fault", TestMachine.IsKvm ? "error code 0x5" : "vector 14", $"address 0x{address:x}.");

    [SkippableTheory]
    [InlineData(0x40_0000ul)] // RAM that isn't code
    [InlineData(0x1000_0000ul)] // a device window
    [InlineData(0x4000_0000ul)] // nowhere
    [InlineData(0xd000ul)] // ring 0 code
    public void Jumping_to_what_is_not_code_is_a_page_fault(ulong address) => Crashes(
        code =>
        {
            code.mov(rax, address);
            code.jmp(rax);
        },
        "page fault", $"rip 0x{address:x}", $"address 0x{address:x}.");

    [SkippableFact]
    public void An_address_that_is_none_is_a_general_protection_fault() => Crashes(
        code =>
        {
            code.mov(rbx, 0x8000_0000_0000_0000);
            code.mov(eax, __dword_ptr[rbx]);
        },
        "general protection fault", "vector 13");

    [SkippableFact]
    public void A_stack_in_nowhere_is_a_page_fault() => Crashes(
        code =>
        {
            code.mov(rsp, 0x100_0000ul);
            code.push(rax);
        },
        "page fault", "address 0xfffff8.");

    /// <summary>Name and machine code, because an assembler knows no wrong ones.</summary>
    public static TheoryData<string, byte[]> PrivilegedInstructions => new()
    {
        { "lgdt", [0x0f, 0x01, 0x10] },
        { "lidt", [0x0f, 0x01, 0x18] },
        { "mov cr3, rax", [0x0f, 0x22, 0xd8] },
        { "mov rax, cr0", [0x0f, 0x20, 0xc0] },
        { "wrmsr", [0x0f, 0x30] },
        { "rdmsr", [0x0f, 0x32] },
        { "invlpg", [0x0f, 0x01, 0x3b] },
        { "ltr", [0x0f, 0x00, 0xd8] },
        { "swapgs", [0x0f, 0x01, 0xf8] },
        { "iretq to ring 0", [0x6a, 0x10, 0x54, 0x6a, 0x02, 0x6a, 0x08, 0x6a, 0x00, 0x48, 0xcf] },
        { "syscall", [0x0f, 0x05] },
        { "int 0x80", [0xcd, 0x80] },
        { "vmcall", [0x0f, 0x01, 0xc1, 0x0f, 0x0b] },
    };

    [SkippableTheory]
    [MemberData(nameof(PrivilegedInstructions))]
    public void Nothing_privileged_can_be_done_in_ring_3(string instruction, byte[] code)
    {
        _ = instruction;
        Crashes(assembler => assembler.db(code), "The guest crashed", "vector");
    }

    [SkippableFact]
    public void A_triple_fault_in_ring_0_is_told()
    {
        _run.Run(guest => guest.Code.ud2(), "--ring", "0").ShouldFail(4, "The guest crashed");
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    [SkippableFact]
    public void The_report_of_an_exception_cannot_be_forged_from_ring_3() => _run.Run(guest =>
    {
        // The exception stub's own instructions, in the guest: a port like any other that nothing listens to.
        guest.Code.mov(al, 14);
        guest.Code.@out(0xee, al);
        guest.Complete();
        guest.Halt();
    }).ShouldSucceed();

    [SkippableFact]
    public void A_fault_is_told_with_the_method_it_is_in()
    {
        byte[] code = GuestAssembler.Assemble(guest =>
        {
            guest.Code.nop();
            guest.Code.nop();
            guest.Code.ud2();
        });
        byte[] image = TinyElf.Build(code, "Sample_Disk_Reader__ReadHeader");
        _run.RunImage(image).ShouldFail(4, "invalid opcode", "Sample.Disk.Reader.ReadHeader+0x2");
    }

    [SkippableFact]
    public void Code_of_an_elf_image_cannot_be_written()
    {
        byte[] code = GuestAssembler.Assemble(guest => guest.Store32(GuestAssembler.ImageBase, 0));
        _run.RunImage(TinyElf.Build(code, "main")).ShouldFail(4, "page fault", "error code 0x7", "address 0x10000.");
    }

    [SkippableTheory]
    [InlineData(0x1_0000ul)] // where small programs lie
    [InlineData(0x1_fff8ul)] // right below the stack
    [InlineData(0x3_0000ul)] // right behind the stack
    [InlineData(0x4_1000ul)] // right behind the program
    [InlineData(0xf_fff8ul)] // right below the queues
    public void Around_a_large_program_and_its_stack_there_is_nothing(ulong address)
    {
        byte[] code = GuestAssembler.Assemble(guest => guest.Store32(address, 0));
        _run.RunImage(TinyElf.Build(code, "main", LargeProgram)).ShouldFail(4, "page fault", $"address 0x{address:x}.");
        _run.Folder.ShouldHoldOldOutput("guest.bin");
    }

    [SkippableFact]
    public void A_stack_of_a_large_program_that_grows_too_far_is_a_page_fault()
    {
        byte[] code = GuestAssembler.Assemble(guest =>
        {
            Label again = guest.Code.CreateLabel();
            guest.Code.Label(ref again);
            guest.Code.push(rax);
            guest.Code.jmp(again);
        });
        _run.RunImage(TinyElf.Build(code, "main", LargeProgram)).ShouldFail(4, "page fault", "address 0x1fff8.");
    }

    private void Crashes(Action<Assembler> write, params string[] words) =>
        _run.BreaksTheContract(guest => write(guest.Code), words);
}
