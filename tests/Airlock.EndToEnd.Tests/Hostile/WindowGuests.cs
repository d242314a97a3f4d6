using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>Accesses to device windows that no driver makes: across their edges, and by odd instructions.</summary>
internal static class WindowGuests
{
    private const ulong Window = VirtioCode.InputWindow;
    private const ulong Status = Window + 0x70;
    private const string Crash = "The guest crashed";

    public static HostileGuest[] All { get; } =
    [
        new("reads across two windows", 0, "", guest => guest.CompleteUnless(failed =>
        {
            // Each half is an access of 2 bytes: a device answers 0, a place without one all ones.
            guest.Expect32(Window + 0xffe, 0, failed);
            guest.Expect32(Window + 0x1ffe, 0xffff_0000, failed);
        })),
        new("writes across all edges of windows", 0, "", guest =>
        {
            for (ulong edge = Window + 0x1000; edge <= Window + 0x5000; edge += 0x1000)
            {
                guest.Store64(edge - 4, ulong.MaxValue);
                guest.Store64(edge - 1, ulong.MaxValue);
                guest.Store16(edge - 1, ushort.MaxValue);
            }

            GoOn(guest);
        }),
        new("writes from RAM into a window", 0, "", guest =>
        {
            guest.Store64(Window - 4, ulong.MaxValue);
            guest.Load32(Window - 2);
            GoOn(guest);
        }, "--memory", "256M"),
        new("writes across the end of what is mapped", 4, "page fault", guest => guest.Store64(Window + 0x1f_fffc, 0)),
        new("stores 16 bytes across two windows", 0, "", guest => At(guest, Window + 0xff8, code =>
        {
            code.movups(__xmmword_ptr[rbx], xmm0);
            code.movups(xmm0, __xmmword_ptr[rbx]);
        })),
        new("fills all windows with a string of ones", 0, "", guest => At(guest, Window, code =>
        {
            code.mov(rdi, rbx);
            code.mov(eax, uint.MaxValue);
            code.mov(ecx, 0x5000 / 4);
            code.rep.stosd();
        })),
        new("fills a window with every status there is", 0, "", guest =>
        {
            for (uint status = 0; status < 256; status++)
            {
                guest.Store32(Status, status);
            }

            GoOn(guest);
        }),
        new("copies a window into RAM as a string", 0, "", guest => At(guest, Window, code =>
        {
            code.mov(rsi, rbx);
            code.mov(edi, 0x20_0000);
            code.mov(ecx, 0x1000);
            code.rep.movsb();
        })),
        new("copies a window onto the next as a string", 0, "", guest => At(guest, Window, code =>
        {
            code.mov(rsi, rbx);
            code.lea(rdi, __[rbx + 0x1000]);
            code.mov(ecx, 0x200);
            code.rep.movsq();
        })),
        new("uses registers of a device as locks", 0, "", guest => At(guest, Status, code =>
        {
            code.xchg(__dword_ptr[rbx], eax);
            code.@lock.inc(__dword_ptr[rbx]);
            code.@lock.xadd(__dword_ptr[rbx], eax);
            code.@lock.cmpxchg(__dword_ptr[rbx], ecx);
            code.@lock.bts(__dword_ptr[rbx], 3);
        })),
        new("keeps its stack in a window", 0, "", guest => At(guest, Window + 0x800, code =>
        {
            Label called = code.CreateLabel();
            code.mov(rbp, rsp);
            code.mov(rsp, rbx);
            code.push(rax);
            code.pop(rcx);
            code.call(called);
            code.Label(ref called);
            code.mov(rsp, rbp);
        })),
        new("loads the x87 from a register", 4, Crash, guest => At(guest, Window, code => code.fld(__qword_ptr[rbx]))),
        new("adds vectors from a register", 4, Crash, guest =>
            At(guest, Window, code => code.paddd(xmm0, __xmmword_ptr[rbx]))),
        new("exchanges 16 bytes with a register", 4, Crash, guest =>
            At(guest, Window, code => code.@lock.cmpxchg16b(__xmmword_ptr[rbx]))),
        new("counts bits of a register", 4, Crash, guest =>
            At(guest, Window, code => code.crc32(eax, __dword_ptr[rbx]))),
        new("runs code in a window", 4, "page fault", guest => At(guest, Window, code => code.jmp(rbx))),
        new("runs code in a window in ring 0", 4, Crash, guest =>
            At(guest, Window, code => code.jmp(rbx)), "--ring", "0"),
    ];

    /// <summary>Instructions with an address in RBX.</summary>
    private static void At(GuestAssembler guest, ulong address, Action<Assembler> write)
    {
        guest.Code.mov(rbx, address);
        write(guest.Code);
        GoOn(guest);
    }

    private static void GoOn(GuestAssembler guest)
    {
        guest.Complete();
        guest.Halt();
    }
}
