using Airlock.Hypervisor.Process.Instructions;
using Iced.Intel;
using Instruction = Airlock.Hypervisor.Process.Instructions.Instruction;
using MemoryOperand = Airlock.Hypervisor.Process.Instructions.MemoryOperand;
using Reference = Iced.Intel.Instruction;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>
/// What the decoder should say about some bytes, by Iced's decoder: it knows exactly the forms that are listed in
/// <see cref="IcedForms"/>, and says of each what Iced says.
/// </summary>
internal sealed class IcedJudge
{
    private static readonly byte[] s_prefixes =
    [
        0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3,
        0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
    ];

    private readonly IcedReader _reader = new();
    private readonly Decoder _decoder;

    public IcedJudge() => _decoder = Decoder.Create(64, _reader);

    /// <summary>Compares the two.</summary>
    /// <param name="code">Up to 15 bytes.</param>
    /// <param name="registers">RIP and all that addresses are made of.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Complaint(ReadOnlySpan<byte> code, ref UserRegisters registers)
    {
        bool isKnown = InstructionDecoder.TryDecode(code, out Instruction instruction);
        Reference reference = Decode(code, registers.Rip);
        bool isListed = IcedForms.TryFind(reference, out IcedForm form);
        if (isKnown != (isListed && !HasRefusedPrefix(code, reference, form)))
        {
            return $"{Describe(code, reference)} is {(isKnown ? "accepted" : "refused")}";
        }

        string? difference = isKnown ? Difference(instruction, reference, form, ref registers) : null;
        return difference is null ? null : $"{Describe(code, reference)} differs in {difference}";
    }

    private Reference Decode(ReadOnlySpan<byte> code, ulong instructionPointer)
    {
        _reader.Start(code);
        _decoder.IP = instructionPointer;
        _decoder.Decode(out Reference reference);
        return reference;
    }

    private static string Describe(ReadOnlySpan<byte> code, in Reference reference) =>
        $"{Convert.ToHexString(code)} ({reference.Code}: {reference})";

    /// <summary>REP is for string instructions; LOCK, REPNE, and REP and REPNE together are for none.</summary>
    private static bool HasRefusedPrefix(ReadOnlySpan<byte> code, in Reference reference, IcedForm form)
    {
        ReadOnlySpan<byte> prefixes = code[..Math.Max(0, code.IndexOfAnyExcept(s_prefixes))];
        return reference.HasLockPrefix || reference.HasRepnePrefix || (reference.HasRepPrefix && !form.IsString)
            || (prefixes.Contains((byte)0xf2) && prefixes.Contains((byte)0xf3));
    }

    private static string? Difference(
        in Instruction instruction, in Reference reference, IcedForm form, ref UserRegisters registers)
    {
        if (instruction.Length != reference.Length)
        {
            return "length";
        }

        if (instruction.Operation != form.Operation || instruction.Arithmetic != form.Arithmetic)
        {
            return "operation";
        }

        if (form.Operation == Operation.Halt)
        {
            return null;
        }

        return instruction.Width != WidthOf(reference, form) ? "width"
            : instruction.IsAligned != form.IsAligned ? "alignment"
            : instruction.IsRepeated != reference.HasRepPrefix ? "repetition"
            : DifferenceOfOperands(instruction, reference, form, ref registers);
    }

    private static int WidthOf(in Reference reference, IcedForm form) => form.Operation switch
    {
        Operation.In => reference.Op0Register.GetSize(),
        Operation.Out => reference.Op1Register.GetSize(),
        _ => reference.MemorySize.GetSize(),
    };

    private static string? DifferenceOfOperands(
        in Instruction instruction, in Reference reference, IcedForm form, ref UserRegisters registers)
    {
        for (int i = 0; i < reference.OpCount; i++)
        {
            bool agrees = reference.GetOpKind(i) switch
            {
                OpKind.Register => AgreesOnRegister(instruction, reference.GetOpRegister(i), form),
                OpKind.Memory or OpKind.MemorySegRSI or OpKind.MemorySegESI =>
                    AddressOf(instruction, instruction.Memory, ref registers) == AddressOf(reference, i, registers),
                OpKind.MemoryESRDI or OpKind.MemoryESEDI =>
                    instruction.Destination.AddressIn(ref registers) == AddressOf(reference, i, registers),
                OpKind.Immediate8 => AgreesOnImmediate(instruction, reference.Immediate8, sizeof(byte)),
                _ => AgreesOnImmediate(instruction, reference.GetImmediate(i), instruction.Width),
            };
            if (!agrees)
            {
                return $"operand {i}";
            }
        }

        return null;
    }

    private static bool AgreesOnRegister(in Instruction instruction, Register register, IcedForm form)
    {
        if (register.IsXMM())
        {
            return instruction.Vector == register - Register.XMM0;
        }

        bool isPort = form.Operation is Operation.In or Operation.Out or Operation.Ins or Operation.Outs;
        return isPort && register == Register.DX
            ? !instruction.HasImmediate
            : (isPort || !instruction.HasImmediate) && instruction.Register == OperandOf(register);
    }

    private static RegisterOperand OperandOf(Register register) => new(
        (byte)(register.GetFullRegister() - Register.RAX),
        (byte)register.GetSize(),
        register is Register.AH or Register.CH or Register.DH or Register.BH);

    private static bool AgreesOnImmediate(in Instruction instruction, ulong immediate, int width)
    {
        ulong difference = (ulong)instruction.Immediate ^ immediate;
        return instruction.HasImmediate && (difference & Arithmetic.Mask(width)) == 0;
    }

    private static ulong AddressOf(in Instruction instruction, MemoryOperand operand, ref UserRegisters registers) =>
        operand.AddressIn(ref registers, registers.Rip + instruction.Length);

    private static ulong AddressOf(in Reference reference, int operand, UserRegisters registers) =>
        reference.GetVirtualAddress(operand, 0, (register, _, _) => register switch
        {
            Register.FS => registers.FsBase,
            Register.GS => registers.GsBase,
            Register.ES or Register.CS or Register.SS or Register.DS => 0,
            _ when register.GetSize() == 4 => (uint)GeneralRegister.Of(ref registers, register - Register.EAX),
            _ => GeneralRegister.Of(ref registers, register - Register.RAX),
        });
}
