using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>
/// What a guest does with the processor alone. Crashes and their reports are in <see cref="GuestFaultTests"/>.
/// </summary>
internal static class ProcessorGuests
{
    public const string DividesInSse = "unmasks all exceptions of SSE and divides by zero";
    private const string Crash = "The guest crashed";

    public static HostileGuest[] All { get; } =
    [
        new("halts at once", 4, "CompleteMessage", guest => guest.Halt()),
        new("halts in ring 0 at once", 4, "CompleteMessage", guest => guest.Halt(), "--ring", "0"),
        new("faults three times over", 4, Crash, guest => guest.Code.ud2(), "--ring", "0"),
        new("jumps to nowhere", 4, "page fault", guest => JumpTo(guest, 0x4000_0000)),
        new("jumps to where no address is", 4, "general protection", guest => JumpTo(guest, 1ul << 63)),
        new("jumps to nowhere in ring 0", 4, Crash, guest => JumpTo(guest, 0x4000_0000), "--ring", "0"),
        new("runs off the end of RAM", 4, "page fault", guest => JumpTo(guest, 0x7f_ffff)),
        new("pushes over all of its stack and itself", 4, Crash, guest => guest.Forever(code => code.push(rdx))),
        new("single-steps itself", 4, "vector 1", guest =>
        {
            guest.Code.pushfq();
            guest.Code.or(__dword_ptr[rsp], 1 << 8); // TF
            guest.Code.popfq();
            guest.Code.nop();
            guest.Halt();
        }),
        new(DividesInSse, 4, "vector 19", guest =>
        {
            guest.Code.push(0);
            guest.Code.ldmxcsr(__dword_ptr[rsp]);
            guest.Code.divss(xmm0, __dword_ptr[rsp]);
            guest.Halt();
        }),
        new("loads a segment that isn't its own", 4, "general protection", guest =>
        {
            guest.Code.mov(eax, 0x10); // ring 0 data
            guest.Code.mov(ds, ax);
            guest.Halt();
        }),
        new("looks for descriptors of an LDT", 0, "", guest => guest.CompleteUnless(failed =>
        {
            Label again = guest.Code.CreateLabel();
            guest.Code.mov(ecx, 0x07); // the first selector of the LDT, for ring 3
            guest.Code.Label(ref again);
            guest.Code.lar(eax, ecx);
            guest.Code.jz(failed);
            guest.Code.lsl(eax, ecx);
            guest.Code.jz(failed);
            guest.Code.add(ecx, 8);
            guest.Code.cmp(ecx, 0x1_0000);
            guest.Code.jb(again);
        })),
        new("loads a segment out of the VMM's TSS", 4, "general protection", guest =>
        {
            guest.Complete();
            guest.Code.mov(eax, 0xa007);
            guest.Code.mov(es, ax);
            guest.Halt();
        }),
        new("raises a machine check itself", 4, "general protection", guest => Raise(guest, 18)),
        new("raises a page fault itself", 4, "general protection", guest => Raise(guest, 14)),
        new("raises a general protection fault before a HLT", 4, "general protection", guest => Raise(guest, 13)),
        new("raises an overflow before a HLT", 4, "overflow (vector 4)", guest => Raise(guest, 4)),
        new("raises a breakpoint before a HLT", 4, "breakpoint (vector 3)", guest => Raise(guest, 3)),
        new("returns to ring 0", 4, "general protection", guest =>
        {
            guest.Code.push(0x08); // ring 0 code
            guest.Code.push(0x1000);
            guest.Code.db(0x48, 0xcb); // RETFQ, which the assembler hasn't
        }),
        new("hides its page tables in ring 0", 4, Crash, guest =>
        {
            guest.Code.mov(rax, 0x70_0000ul);
            guest.Code.mov(cr3, rax);
            guest.Halt();
        }, "--ring", "0"),
        new("puts its page tables into a window in ring 0", 4, Crash, guest =>
        {
            guest.Code.mov(rax, VirtioCode.InputWindow);
            guest.Code.mov(cr3, rax);
            guest.Halt();
        }, "--ring", "0"),
        new("takes its exceptions from a window in ring 0", 4, Crash, guest =>
        {
            guest.Code.sub(rsp, 16);
            guest.Code.mov(__word_ptr[rsp], 0xfff);
            guest.Code.mov(rax, VirtioCode.InputWindow);
            guest.Code.mov(__qword_ptr[rsp + 2], rax);
            guest.Code.lidt(__[rsp]);
            guest.Code.int3();
        }, "--ring", "0"),
        new("switches paging off in ring 0", 4, Crash, guest =>
        {
            guest.Code.xor(eax, eax);
            guest.Code.mov(cr0, rax);
            guest.Code.mov(cr4, rax);
            guest.Code.ud2();
        }, "--ring", "0"),
        new("forges the report of an exception in ring 0", 4, Crash, guest =>
        {
            // The table that the VMM would have laid out, but not its stubs: an OUT to their port, from here.
            guest.Code.sub(rsp, 16);
            guest.Code.mov(__word_ptr[rsp], 0xfff);
            guest.Code.mov(__qword_ptr[rsp + 2], 0x1200);
            guest.Code.lidt(__[rsp]);
            guest.Code.mov(al, 14);
            guest.Code.@out(0xee, al);
            guest.Code.ud2();
        }, "--ring", "0"),
    ];

    /// <summary>INT n behind a success, with a HLT behind it.</summary>
    private static void Raise(GuestAssembler guest, byte vector)
    {
        guest.Complete();
        guest.Code.db(0xcd, vector); // the assembler makes INT3 of INT 3
        guest.Halt();
    }

    private static void JumpTo(GuestAssembler guest, ulong address)
    {
        guest.Code.mov(rax, address);
        guest.Code.jmp(rax);
    }
}
