using System.Runtime.Intrinsics;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>What the emulator leaves in registers, flags and memory is what this processor leaves there.</summary>
public class EmulatorAgainstProcessorTests
{
    private const int Cases = 30_000;

    private static readonly NativeProcessor s_processor = NativeProcessor.Instance;

    [Fact]
    public void Random_instructions_do_what_the_processor_does()
    {
        var random = new Random(4);
        using var machine = new EmulatedMachine();
        var seen = new HashSet<(Operation, ArithmeticOperation)>();
        for (int i = 0; i < Cases; i++)
        {
            RandomInstruction made = RandomInstruction.Next(random, s_processor.InstructionPointer);
            seen.Add((made.Operation, made.Arithmetic));
            Fill(machine, made, random);
            UserRegisters expected = made.Registers;
            s_processor.Run(made.Code, ref expected);
            expected.Rip += (ulong)made.Code.Length;
            UserRegisters actual = made.Registers;
            Emulate(machine, made, ref actual);
            Compare(machine, made, expected, actual);
        }

        Assert.Equal(KnownOperations, seen.Count);
    }

    /// <summary>5 moves, 2 strings, the 8 of 00 to 3F in both directions, and 9 that are for memory only.</summary>
    private static int KnownOperations => 5 + 2 + (2 * 8) + 9;

    private static void Fill(EmulatedMachine machine, RandomInstruction made, Random random)
    {
        byte[] bytes = new byte[2 * RandomInstruction.Margin];
        random.NextBytes(bytes);
        bytes.CopyTo(Around(made.Address));
        bytes.CopyTo(machine.Devices(made.Address - RandomInstruction.Margin, bytes.Length));
        bytes.CopyTo(Around(made.RamAddress));
        bytes.CopyTo(machine.Ram(made.RamAddress - RandomInstruction.Margin, bytes.Length));
        for (int i = 0; i < machine.Vectors.Length; i++)
        {
            machine.Vectors[i] = Vector128.Create((ulong)random.NextInt64(), (ulong)i).AsByte();
        }

        machine.Vectors.CopyTo(s_processor.Vectors);
    }

    /// <summary>A repeated MOVS or STOS faults once for each element.</summary>
    private static void Emulate(EmulatedMachine machine, RandomInstruction made, ref UserRegisters registers)
    {
        ulong start = registers.Rip;
        while (registers.Rip == start)
        {
            bool isString = made.Operation is Operation.Movs or Operation.Stos;
            int moved = isString ? (int)(registers.Rdi - made.Registers.Rdi) : 0;
            EmulationStep step = machine.Touch(made.Code, ref registers, made.Address + (ulong)moved);
            Assert.True(step == EmulationStep.Done, $"{Convert.ToHexString(made.Code)}: {step}");
        }
    }

    private static void Compare(
        EmulatedMachine machine, RandomInstruction made, UserRegisters expected, UserRegisters actual)
    {
        string code = Convert.ToHexString(made.Code);
        ulong undefined = UndefinedFlags(made);
        expected.Eflags &= ~undefined;
        actual.Eflags &= ~undefined;
        Assert.True(expected.Equals(actual), $"{code}: registers, flags {expected.Eflags:x} and {actual.Eflags:x}");
        int length = 2 * RandomInstruction.Margin;
        Assert.True(
            Around(made.Address).SequenceEqual(machine.Devices(made.Address - RandomInstruction.Margin, length))
            && Around(made.RamAddress).SequenceEqual(machine.Ram(made.RamAddress - RandomInstruction.Margin, length)),
            $"{code}: memory");
        Assert.True(s_processor.Vectors.SequenceEqual(machine.Vectors), $"{code}: XMM registers");
    }

    /// <summary>Those that the manual leaves open.</summary>
    private static ulong UndefinedFlags(RandomInstruction made)
    {
        bool computes = made.Operation is Operation.ComputeMemory or Operation.ComputeRegister;
        return made.Arithmetic switch
        {
            _ when !computes => 0,
            ArithmeticOperation.And or ArithmeticOperation.Or or ArithmeticOperation.Xor or ArithmeticOperation.Test =>
                Arithmetic.AdjustFlag,
            >= ArithmeticOperation.Bt => Arithmetic.StatusFlags & ~(Arithmetic.CarryFlag | Arithmetic.ZeroFlag),
            _ => 0,
        };
    }

    private static Span<byte> Around(ulong address) =>
        NativeProcessor.SpanAt(address - RandomInstruction.Margin, 2 * RandomInstruction.Margin);
}
