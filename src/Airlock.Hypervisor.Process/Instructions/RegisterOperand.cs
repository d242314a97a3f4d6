namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>A general register, or a part of one.</summary>
/// <param name="Number">0 to 15.</param>
/// <param name="Width">1, 2, 4 or 8 bytes.</param>
/// <param name="IsHighByte">AH, CH, DH or BH.</param>
internal readonly record struct RegisterOperand(byte Number, byte Width, bool IsHighByte)
{
    /// <summary>AL, AX, EAX or RAX.</summary>
    public static RegisterOperand Accumulator(int width) => new(GeneralRegister.Rax, (byte)width, false);

    /// <summary>As ModRM.reg names it.</summary>
    public static RegisterOperand OfModRm(byte modRm, int width, in Prefixes prefixes)
    {
        int number = ((modRm >> 3) & 7) | prefixes.Register;
        bool isHighByte = width == 1 && !prefixes.HasRex && number >= 4;
        return new RegisterOperand((byte)(isHighByte ? number - 4 : number), (byte)width, isHighByte);
    }
}
