namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>General registers by the number that instructions have for them.</summary>
internal static class GeneralRegister
{
    public const int Rax = 0;
    public const int Rcx = 1;
    public const int Rdx = 2;
    public const int Rsp = 4;
    public const int Rsi = 6;
    public const int Rdi = 7;

    /// <summary>All 64 bits of one.</summary>
    /// <param name="number">0 to 15.</param>
    public static ref ulong Of(ref UserRegisters registers, int number)
    {
        switch (number)
        {
            case 0: return ref registers.Rax;
            case 1: return ref registers.Rcx;
            case 2: return ref registers.Rdx;
            case 3: return ref registers.Rbx;
            case 4: return ref registers.Rsp;
            case 5: return ref registers.Rbp;
            case 6: return ref registers.Rsi;
            case 7: return ref registers.Rdi;
            case 8: return ref registers.R8;
            case 9: return ref registers.R9;
            case 10: return ref registers.R10;
            case 11: return ref registers.R11;
            case 12: return ref registers.R12;
            case 13: return ref registers.R13;
            case 14: return ref registers.R14;
            default: return ref registers.R15;
        }
    }

    /// <summary>What an operand holds, zero-extended.</summary>
    public static ulong Read(ref UserRegisters registers, RegisterOperand operand) => operand.IsHighByte
        ? (byte)(Of(ref registers, operand.Number) >> 8)
        : Of(ref registers, operand.Number) & Arithmetic.Mask(operand.Width);

    /// <summary>Writes as a processor does: 4 bytes clear the upper half, fewer leave the rest as it is.</summary>
    public static void Write(ref UserRegisters registers, RegisterOperand operand, ulong value)
    {
        ref ulong register = ref Of(ref registers, operand.Number);
        int shift = operand.IsHighByte ? 8 : 0;
        ulong mask = operand.Width == 4 ? ulong.MaxValue : Arithmetic.Mask(operand.Width) << shift;
        ulong bits = (value & Arithmetic.Mask(operand.Width)) << shift;
        register = (register & ~mask) | bits;
    }
}
