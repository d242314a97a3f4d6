namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>What is computed of one or two operands. The first eight are numbered as in the opcodes.</summary>
internal enum ArithmeticOperation : byte
{
    Add,
    Or,
    Adc,
    Sbb,
    And,
    Sub,
    Xor,
    Cmp,
    Test,
    Not,
    Neg,
    Inc,
    Dec,
    Bt,
    Bts,
    Btr,
    Btc,
}
