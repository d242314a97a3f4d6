using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>What an instruction is to the decoder.</summary>
internal readonly record struct IcedForm(
    Operation Operation, ArithmeticOperation Arithmetic = default, bool IsAligned = false)
{
    public bool IsString => Operation is Operation.Movs or Operation.Stos or Operation.Ins or Operation.Outs;
}
