namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>RCX, RSI and RDI of a string instruction (Intel SDM 1, 7.3.9); ECX, ESI and EDI with prefix 67.</summary>
internal static class StringRegisters
{
    private const ulong DirectionFlag = 1 << 10;

    /// <summary>Bytes from one element to the next.</summary>
    public static long Step(in Instruction instruction, ref UserRegisters registers) =>
        (registers.Eflags & DirectionFlag) == 0 ? instruction.Width : -instruction.Width;

    /// <summary>Elements still to do; any number if it is repeated.</summary>
    public static ulong Count(in Instruction instruction, ref UserRegisters registers)
    {
        ulong count = instruction.Memory.Is32Bit ? (uint)registers.Rcx : registers.Rcx;
        return instruction.IsRepeated ? count : 1;
    }

    /// <summary>Steps over elements that are done, and out of the instruction once they all are.</summary>
    public static void Advance(in Instruction instruction, ref UserRegisters registers, int elements)
    {
        bool is32Bit = instruction.Memory.Is32Bit;
        long distance = Step(instruction, ref registers) * elements;
        if (instruction.Operation is Operation.Movs or Operation.Outs)
        {
            Add(ref registers.Rsi, distance, is32Bit);
        }

        if (instruction.Operation is not Operation.Outs)
        {
            Add(ref registers.Rdi, distance, is32Bit);
        }

        if (instruction.IsRepeated)
        {
            Add(ref registers.Rcx, -elements, is32Bit);
        }

        if (!instruction.IsRepeated || Count(instruction, ref registers) == 0)
        {
            registers.Rip += instruction.Length;
        }
    }

    private static void Add(ref ulong register, long distance, bool is32Bit)
    {
        ulong sum = register + (ulong)distance;
        register = is32Bit ? (uint)sum : sum;
    }
}
