namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>A decoded instruction: what its bytes say, without any register's contents.</summary>
internal struct Instruction
{
    public Operation Operation;

    /// <summary>Of <see cref="Operation.ComputeRegister"/> and <see cref="Operation.ComputeMemory"/>.</summary>
    public ArithmeticOperation Arithmetic;

    /// <summary>Bytes of the instruction.</summary>
    public byte Length;

    /// <summary>Bytes in memory, or at the port, that one execution or one repetition touches.</summary>
    public byte Width;

    /// <summary>The operand in memory; of a string instruction, its source.</summary>
    public MemoryOperand Memory;

    /// <summary>The general register, unless there is an immediate instead of one.</summary>
    public RegisterOperand Register;

    /// <summary>Number of the XMM register.</summary>
    public byte Vector;

    /// <summary>Whether the other operand or the port is <see cref="Immediate"/>, and no register.</summary>
    public bool HasImmediate;

    /// <summary>Sign-extended.</summary>
    public long Immediate;

    /// <summary>A string instruction goes on until RCX is 0.</summary>
    public bool IsRepeated;

    /// <summary>Any other address than a multiple of <see cref="Width"/> is #GP.</summary>
    public bool IsAligned;

    /// <summary>Whether it needs rights in the first place (ports, HLT), and so raises #GP in ring 3.</summary>
    public readonly bool IsPrivileged =>
        Operation is Operation.In or Operation.Out or Operation.Ins or Operation.Outs or Operation.Halt;

    /// <summary>Where a string instruction writes to; always in ES.</summary>
    public readonly MemoryOperand Destination =>
        MemoryOperand.At(GeneralRegister.Rdi, SegmentBase.Zero, Memory.Is32Bit);
}
