using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>IN and OUT of every size, single and repeated.</summary>
internal static class PortGuests
{
    private const ulong Buffer = 0x20_0000;
    private const ushort Com1 = 0x3f8;
    private const ushort Nothing = 0x1234;
    private const string Protocol = "broke the protocol";

    public static HostileGuest[] All { get; } =
    [
        new("writes to every port but COM1", 0, "", guest =>
        {
            Label again = guest.Code.CreateLabel(), next = guest.Code.CreateLabel();
            guest.Code.xor(edx, edx);
            guest.Code.Label(ref again);
            guest.Code.cmp(edx, Com1);
            guest.Code.je(next);
            guest.Code.@out(dx, al);
            guest.Code.Label(ref next);
            guest.Code.add(edx, 7); // each device's registers and their neighbors, in a few seconds less
            guest.Code.cmp(edx, 0xffff);
            guest.Code.jbe(again);
            GoOn(guest);
        }),
        new("reads the last ports", 0, "", guest => ReadsAllOnes(guest, 0xfffc)),
        new("reads into the ports of COM1", 0, "", guest => ReadsAllOnes(guest, Com1 - 2)),
        new("reads out of the ports of COM1", 0, "", guest => ReadsAllOnes(guest, Com1 + 6)),
        new("writes to COM1 in 2 and 4 bytes", 0, "", guest =>
        {
            guest.Code.mov(edx, Com1);
            guest.Code.@out(dx, ax);
            guest.Code.@out(dx, eax);
            GoOn(guest);
        }),
        new("writes strings of words to COM1", 0, "", guest => Repeat(guest, Com1, Buffer, 1000, c => c.rep.outsw())),
        new("writes strings of double words to COM1", 0, "", guest =>
            Repeat(guest, Com1, Buffer, 1000, c => c.rep.outsd())),
        new("writes strings to nowhere", 0, "", guest => Repeat(guest, Nothing, Buffer, 1000, c => c.rep.outsb())),
        new("fills RAM from a port where nothing is", 0, "", guest =>
            Repeat(guest, Nothing, Buffer, 0x60_0000 / 4, c => c.rep.insd())),
        new("fills RAM from COM1 bytewise", 0, "", guest =>
            Repeat(guest, Com1 + 5, Buffer, 100_000, c => c.rep.insb())),
        new("writes a string of 2^63 bytes to COM1", 4, Protocol, guest =>
            Repeat(guest, Com1, Buffer - 4, 1ul << 63, c => c.rep.outsb())),
        new("writes a string from behind RAM", 4, "page fault", guest =>
            Repeat(guest, Nothing, 0x7f_fff0, 1ul << 63, c => c.rep.outsb())),
        new("writes a string from the VMM's own pages", 4, "page fault", guest =>
            Repeat(guest, Com1, 0x2000, 8, c => c.rep.outsb())),
        new("reads a string of 2^63 words over the end of RAM", 4, "page fault", guest =>
            Repeat(guest, Nothing, 0x7f_0000, 1ul << 63, c => c.rep.insw())),
        new("reads a string over the VMM's own pages", 4, "page fault", guest =>
            Repeat(guest, Nothing, 0x2000, 8, c => c.rep.insb())),
        new("reads a string downwards over itself", 4, "", guest =>
        {
            guest.Code.std();
            Repeat(guest, Nothing, 0x2_fff0, 1ul << 32, c => c.rep.insb());
        }),
    ];

    /// <summary>One string instruction, from or to the same place.</summary>
    private static void Repeat(
        GuestAssembler guest, ushort port, ulong address, ulong count, Action<Assembler> instruction)
    {
        guest.Code.mov(edx, (uint)port);
        guest.Code.mov(rsi, address);
        guest.Code.mov(rdi, address);
        guest.Code.mov(rcx, count);
        guest.Code.mov(eax, uint.MaxValue);
        guest.Code.mov(__dword_ptr[0x1f_fffc], eax); // the frame that a string to COM1 starts with: not one
        instruction(guest.Code);
        GoOn(guest);
    }

    private static void ReadsAllOnes(GuestAssembler guest, ushort port) => guest.CompleteUnless(failed =>
    {
        guest.Code.mov(edx, (uint)port);
        guest.Code.@in(eax, dx);
        guest.Code.cmp(eax, -1);
        guest.Code.jne(failed);
    });

    private static void GoOn(GuestAssembler guest)
    {
        guest.Code.cld();
        guest.Complete();
        guest.Halt();
    }
}
