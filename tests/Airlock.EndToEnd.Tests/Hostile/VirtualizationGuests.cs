using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>
/// Guests in ring 0 that want machines or enclaves of their own: to KVM it would be a large and intricate part more that a
/// guest can reach. Each catches the exception that it has to get.
/// </summary>
internal static class VirtualizationGuests
{
    private const ulong Idt = 0x20_0000;
    private const int InvalidOpcode = 6, GeneralProtection = 13;

    public static HostileGuest[] All { get; } =
    [
        Gets(InvalidOpcode, "starts a guest of its own by VMRUN", code =>
        {
            code.mov(eax, 0x30_0000);
            code.db(0x0f, 0x01, 0xd8);
        }),
        Gets(InvalidOpcode, "wants to be a hypervisor by VMXON", code =>
        {
            code.mov(eax, 0x30_0000);
            code.db(0xf3, 0x0f, 0xc7, 0x30);
        }),
        Gets(InvalidOpcode, "asks for an enclave by ENCLS", code =>
        {
            code.xor(eax, eax);
            code.db(0x0f, 0x01, 0xcf);
        }),
        Gets(GeneralProtection, "switches SVM on", code =>
        {
            code.mov(ecx, 0xc000_0080); // EFER
            code.rdmsr();
            code.or(eax, 1 << 12); // SVME
            code.wrmsr();
        }),
        Gets(GeneralProtection, "switches VMX on", code =>
        {
            code.mov(rax, cr4);
            code.or(eax, 1 << 13); // VMXE
            code.mov(cr4, rax);
        }),
        new("looks in CPUID for virtualization and enclaves", 0, "", guest => guest.CompleteUnless(failed =>
        {
            ExpectClear(guest.Code, leaf: 1, ecx, 1 << 5, failed); // VMX
            ExpectClear(guest.Code, leaf: 7, ebx, 1 << 2, failed); // SGX
            ExpectClear(guest.Code, leaf: 0x8000_0001, ecx, 1 << 2, failed); // SVM
            ExpectClear(guest.Code, leaf: 0x4000_0001, eax, uint.MaxValue, failed); // KVM's features
        }), "--ring", "0"),
    ];

    private static HostileGuest Gets(int vector, string deed, Action<Assembler> write) =>
        new($"{deed} in ring 0", 0, "", guest => guest.CompleteUnless(failed =>
        {
            Label caught = guest.Code.CreateLabel();
            Catch(guest, vector, caught);
            write(guest.Code);
            guest.Code.jmp(failed);
            guest.Code.Label(ref caught);
        }), "--ring", "0");

    /// <summary>A table with a gate for one exception; any other one is a triple fault (Intel SDM 3A, 6.14.1).</summary>
    private static void Catch(GuestAssembler guest, int vector, Label handler)
    {
        ulong gate = Idt + (ulong)vector * 16;
        guest.Code.lea(rcx, __[handler]); // below 64 MiB
        guest.Code.mov(rbx, gate);
        guest.Code.mov(__word_ptr[rbx], cx);
        guest.Code.shr(ecx, 16);
        guest.Code.mov(__word_ptr[rbx + 6], cx);
        guest.Store16(gate + 2, 0x08); // ring 0 code
        guest.Store16(gate + 4, 0x8e00); // present, interrupt gate
        guest.Code.sub(rsp, 16);
        guest.Code.mov(__word_ptr[rsp], 0x1ff);
        guest.Code.mov(__qword_ptr[rsp + 2], (int)Idt);
        guest.Code.lidt(__[rsp]);
    }

    private static void ExpectClear(Assembler code, uint leaf, AssemblerRegister32 register, uint bits, Label failed)
    {
        code.mov(eax, leaf);
        code.xor(ecx, ecx);
        code.cpuid();
        code.test(register, bits);
        code.jnz(failed);
    }
}
