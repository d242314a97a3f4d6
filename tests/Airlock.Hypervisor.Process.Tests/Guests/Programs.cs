using Airlock.Abi.Machine;
using Iced.Intel;

namespace Airlock.Hypervisor.Process.Tests.Guests;

/// <summary>Guests of a few instructions.</summary>
internal static class Programs
{
    public const ulong MemoryBytes = 0x80_0000;

    /// <summary>In RAM that is only data.</summary>
    public const ulong Data = MemoryMap.DmaBase;

    /// <summary>A flat binary, whose pages allow everything.</summary>
    public static GuestProgram Flat(Action<Assembler> write) =>
        Of(new ProgramSegment(MemoryMap.ImageBase, Assemble(write), 0x1_0000, PageRights.Read | PageRights.Write | PageRights.Execute));

    /// <summary>As a linker makes it: code that can't be written, a page of data behind it, and a guard below the stack.</summary>
    public static GuestProgram Linked(Action<Assembler> write, params byte[] data) => Of(
        new ProgramSegment(MemoryMap.ImageBase, Assemble(write), 0x1000, PageRights.Read | PageRights.Execute),
        new ProgramSegment(MemoryMap.ImageBase + 0x1000, data, 0x1000, PageRights.Read | PageRights.Write));

    public static GuestProgram Of(params ProgramSegment[] segments) => new()
    {
        Name = "test",
        EntryPoint = MemoryMap.ImageBase,
        Segments = segments,
        BootConfiguration = new byte[] { 1, 2, 3, 4 },
        MemoryBytes = MemoryBytes,
    };

    public static byte[] Assemble(Action<Assembler> write)
    {
        var code = new Assembler(64);
        write(code);
        using var stream = new MemoryStream();
        code.Assemble(new StreamCodeWriter(stream), MemoryMap.ImageBase);
        return stream.ToArray();
    }

    /// <summary>Instructions, again and again.</summary>
    public static void Forever(this Assembler code, Action<Assembler> write)
    {
        Label again = code.CreateLabel();
        code.Label(ref again);
        write(code);
        code.jmp(again);
    }
}
