using Airlock.Memory;

namespace Airlock.Hypervisor;

/// <summary>Fills RAM with a program before its first instruction.</summary>
internal static class ProgramLoader
{
    /// <param name="bootConfiguration">Where its boot configuration goes.</param>
    /// <exception cref="GuestProgramException">The program doesn't fit.</exception>
    public static void Load(GuestMemory memory, GuestProgram program, ulong bootConfiguration)
    {
        foreach (ProgramSegment segment in program.Segments)
        {
            if (!memory.TryGetSpan(segment.Address, segment.MemoryLength, out Span<byte> target))
            {
                throw new GuestProgramException(
                    $"'{program.Name}' needs RAM up to 0x{segment.End:x}, where the machine has 0x{memory.Length:x}; give it more with --memory.");
            }

            segment.Content.Span.CopyTo(target);
        }

        program.BootConfiguration.Span.CopyTo(Page(memory, bootConfiguration));
    }

    private static Span<byte> Page(GuestMemory memory, ulong address) =>
        memory.TryGetSpan(address, GuestMemory.PageSize, out Span<byte> page)
            ? page
            : throw new InvalidOperationException($"0x{address:x} lies outside guest RAM.");
}
