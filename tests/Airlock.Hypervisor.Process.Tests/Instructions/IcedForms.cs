using Airlock.Hypervisor.Process.Instructions;
using Iced.Intel;
using Reference = Iced.Intel.Instruction;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>The instructions that the decoder has to know, in the words of Iced, without their prefixes.</summary>
internal static class IcedForms
{
    public static bool TryFind(in Reference reference, out IcedForm form)
    {
        IcedForm? found = !IsLegacyWithMemoryOrPort(reference) ? null : Port(reference) ?? String(reference)
            ?? Move(reference) ?? Vector(reference) ?? Compute(reference);
        form = found.GetValueOrDefault();
        return found is not null;
    }

    private static bool IsLegacyWithMemoryOrPort(in Reference reference)
    {
        bool isPort = reference.Mnemonic is Mnemonic.In or Mnemonic.Out or Mnemonic.Hlt;
        bool hasMemory = IsMemory(reference.Op0Kind) || IsMemory(reference.Op1Kind);
        return reference.Encoding == EncodingKind.Legacy && (isPort || hasMemory);
    }

    private static IcedForm? Port(in Reference reference) => reference.Mnemonic switch
    {
        Mnemonic.In => new(Operation.In),
        Mnemonic.Out => new(Operation.Out),
        Mnemonic.Hlt => new(Operation.Halt),
        _ => null,
    };

    private static IcedForm? String(in Reference reference) => reference.Code switch
    {
        Code.Movsb_m8_m8 or Code.Movsw_m16_m16 or Code.Movsd_m32_m32 or Code.Movsq_m64_m64 => new(Operation.Movs),
        Code.Stosb_m8_AL or Code.Stosw_m16_AX or Code.Stosd_m32_EAX or Code.Stosq_m64_RAX => new(Operation.Stos),
        Code.Insb_m8_DX or Code.Insw_m16_DX or Code.Insd_m32_DX => new(Operation.Ins),
        Code.Outsb_DX_m8 or Code.Outsw_DX_m16 or Code.Outsd_DX_m32 => new(Operation.Outs),
        _ => null,
    };

    /// <summary>Intel and AMD differ in what MOVSXD is with prefix 66; segment registers aren't moved.</summary>
    private static IcedForm? Move(in Reference reference) => reference.Mnemonic switch
    {
        Mnemonic.Mov when reference.Op0Register.IsSegmentRegister() => null,
        Mnemonic.Mov when reference.Op1Register.IsSegmentRegister() => null,
        Mnemonic.Mov => new(IsMemory(reference.Op0Kind) ? Operation.Store : Operation.Load),
        Mnemonic.Movnti => new(Operation.Store),
        Mnemonic.Movzx => new(Operation.Load),
        Mnemonic.Movsxd when reference.Code == Code.Movsxd_r16_rm16 => null,
        Mnemonic.Movsx or Mnemonic.Movsxd => new(Operation.LoadSigned),
        _ => null,
    };

    private static IcedForm? Vector(in Reference reference)
    {
        bool isStore = reference.Op1Register.IsXMM();
        if (!isStore && !reference.Op0Register.IsXMM())
        {
            return null;
        }

        Operation operation = isStore ? Operation.VectorStore : Operation.VectorLoad;
        return reference.Mnemonic switch
        {
            Mnemonic.Movss or Mnemonic.Movsd or Mnemonic.Movd or Mnemonic.Movq => new(operation),
            Mnemonic.Movups or Mnemonic.Movupd or Mnemonic.Movdqu or Mnemonic.Lddqu => new(operation),
            Mnemonic.Movaps or Mnemonic.Movapd or Mnemonic.Movdqa => new(operation, IsAligned: true),
            Mnemonic.Movntps or Mnemonic.Movntpd or Mnemonic.Movntdq => new(operation, IsAligned: true),
            _ => null,
        };
    }

    /// <summary>F6 /1 is TEST on most processors, but no manual says so. BT with a register reaches far.</summary>
    private static IcedForm? Compute(in Reference reference)
    {
        bool isAlias = reference.Code is Code.Test_rm8_imm8_F6r1 or Code.Test_rm16_imm16_F7r1
            or Code.Test_rm32_imm32_F7r1 or Code.Test_rm64_imm32_F7r1;
        bool isFar = reference.Mnemonic is Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc
            && reference.Op1Kind == OpKind.Register;
        return !isAlias && !isFar && Enum.TryParse(reference.Mnemonic.ToString(), out ArithmeticOperation operation)
            ? new(IsMemory(reference.Op0Kind) ? Operation.ComputeMemory : Operation.ComputeRegister, operation)
            : null;
    }

    private static bool IsMemory(OpKind kind) => kind is >= OpKind.MemorySegSI and <= OpKind.Memory;
}
