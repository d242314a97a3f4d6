namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>What an instruction does with its operand in memory, or with a port.</summary>
internal enum Operation : byte
{
    /// <summary>Memory to register, zero-extended.</summary>
    Load,

    /// <summary>Memory to register, sign-extended.</summary>
    LoadSigned,

    /// <summary>Register or immediate to memory.</summary>
    Store,

    /// <summary>Arithmetic whose first operand is the register: memory is read.</summary>
    ComputeRegister,

    /// <summary>Arithmetic whose first operand is memory: read, and written but for CMP, TEST and BT.</summary>
    ComputeMemory,

    /// <summary>Memory to XMM register, the rest of which is cleared.</summary>
    VectorLoad,

    /// <summary>XMM register to memory.</summary>
    VectorStore,

    /// <summary>RSI to RDI.</summary>
    Movs,

    /// <summary>Accumulator to RDI.</summary>
    Stos,

    /// <summary>Port to accumulator.</summary>
    In,

    /// <summary>Accumulator to port.</summary>
    Out,

    /// <summary>Port to RDI.</summary>
    Ins,

    /// <summary>RSI to port.</summary>
    Outs,

    /// <summary>HLT.</summary>
    Halt,
}
