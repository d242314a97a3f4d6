using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Memory;
using FsCheck.Xunit;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>Whatever a guest makes up, nothing is thrown, allocated or touched out of bounds.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly EmulatedMachine _machine = new();

    [Property(MaxTest = 1000)]
    public void Any_bytes_with_any_registers_are_carried_out_or_refused(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        UserRegisters registers = RandomRegisters.Next(random);
        byte[] code = new byte[random.Next(CodeReader.MaxLength + 1)];
        random.NextBytes(code);
        bytes.AsSpan(0, Math.Min(bytes.Length, code.Length)).CopyTo(code);
        Run(code, registers);
    }

    [Fact]
    public void Random_instructions_with_any_registers_are_carried_out_or_refused()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            RandomInstruction made = RandomInstruction.Next(random, 0x1_0000);
            Run(made.Code, RandomRegisters.Next(random));
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_an_instruction()
    {
        var random = new Random(6);
        using var memory = GuestMemory.Allocate(0x80_0000);
        PageRange ram = new(0x1_0000, 0x7f_0000, PageRights.Read | PageRights.Write);
        var emulator = new InstructionEmulator(new GuestPages(memory, [ram]), _machine);
        RandomInstruction[] made =
            [.. Enumerable.Range(0, 2000).Select(_ => RandomInstruction.Next(random, NativeProcessor.RamBase))];
        long allocated = 0;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (RandomInstruction one in made)
            {
                UserRegisters registers = one.Registers;
                EmulationStep step = emulator.StartDevice(one.Code, ref registers, one.Address);
                while (step == EmulationStep.Exit)
                {
                    step = emulator.Continue(ref registers);
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    public void Dispose() => _machine.Dispose();

    /// <summary>An access to a device outside the windows would be out of range of the bytes behind them.</summary>
    private void Run(ReadOnlySpan<byte> code, UserRegisters registers)
    {
        _machine.Accesses.Clear();
        _machine.Written.Clear();
        foreach (ulong fault in (ulong[])[MemoryMap.DeviceWindows, registers.Rsi, registers.Rdi, registers.Rbx])
        {
            UserRegisters copy = registers;
            EmulationStep step = _machine.Touch(code, ref copy, fault);
            Assert.True(step is EmulationStep.Done or EmulationStep.PageFault || copy.Equals(registers));
        }

        UserRegisters own = registers;
        _machine.Protect(code, ref own);
        Assert.InRange(_machine.Accesses.Count, 0, 9);
    }
}
