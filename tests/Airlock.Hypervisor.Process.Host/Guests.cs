namespace Airlock.Hypervisor.Process.Host;

/// <summary>Guests as machine code.</summary>
internal static class Guests
{
    /// <summary>jmp $</summary>
    public static GuestProgram Spinning => Of([0xeb, 0xfe]);

    /// <summary>Writes a device's register, reads it in two ways, asks for the time stamp, writes a port; then spins.</summary>
    public static GuestProgram Working => Of(
    [
        0xbb, 0x00, 0x00, 0x00, 0x10, // mov ebx, 0x10000000
        0x89, 0x03, //                   mov [rbx], eax
        0x8b, 0x03, //                   mov eax, [rbx]
        0xf3, 0x0f, 0x6f, 0x0b, //       movdqu xmm1, [rbx]
        0x0f, 0x31, //                   rdtsc
        0xe6, 0x80, //                   out 0x80, al
        0xeb, 0xfe, //                   jmp $
    ]);

    /// <summary>hlt</summary>
    public static GuestProgram Halting => Of([0xf4]);

    /// <summary>One instruction of two bytes, again and again.</summary>
    /// <param name="instruction">RBX is the first device's window.</param>
    public static GuestProgram Repeating(ReadOnlySpan<byte> instruction) =>
        Of([0xbb, 0x00, 0x00, 0x00, 0x10, .. instruction, 0xeb, 0xfc]);

    private static GuestProgram Of(byte[] code) => new()
    {
        Name = "guest",
        EntryPoint = 0x1_0000,
        Segments = [new ProgramSegment(0x1_0000, code, 0x1000, PageRights.Read | PageRights.Execute)],
        BootConfiguration = ReadOnlyMemory<byte>.Empty,
        MemoryBytes = 0x80_0000,
    };
}
