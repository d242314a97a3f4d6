using Airlock.Abi.Machine;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>Fills RAM before the first instruction: the program, and below it the tables of long mode.</summary>
internal static class LongModeLoader
{
    /// <exception cref="GuestProgramException">The program doesn't fit.</exception>
    public static void Load(GuestMemory memory, GuestProgram program)
    {
        ProgramLoader.Load(memory, program, MemoryMap.BootConfig);
        var area = new BootArea();
        DescriptorTables.Write(area);
        ExceptionStubs.Write(area);
        new PageTableBuilder(area).Build(program);
        area.CopyTo((address, bytes) =>
        {
            if (!memory.TryGetSpan(address, (ulong)bytes.Length, out Span<byte> target))
            {
                throw new InvalidOperationException($"0x{address:x} lies outside guest RAM.");
            }

            bytes.CopyTo(target);
        });
    }
}
