namespace Airlock.Vmm.Tests.Images;

/// <summary>A program header and what it points to; what isn't given follows from the content.</summary>
internal sealed record ElfSegment(ulong Address, uint Flags, byte[] Content)
{
    public const uint Readable = 4;
    public const uint Writable = 2;
    public const uint Executable = 1;

    /// <summary>p_type; 1 is PT_LOAD.</summary>
    public uint Type { get; init; } = 1;

    /// <summary>p_paddr; what AT() in a link script sets.</summary>
    public ulong? PhysicalAddress { get; init; }

    /// <summary>p_offset.</summary>
    public ulong? FileOffset { get; init; }

    /// <summary>p_filesz.</summary>
    public ulong? FileLength { get; init; }

    /// <summary>p_memsz.</summary>
    public ulong? MemoryLength { get; init; }

    /// <summary>A page of code at the given address.</summary>
    public static ElfSegment Code(ulong address) =>
        new(address, Readable | Executable, [0xf4]) { MemoryLength = 0x1000 };

    /// <summary>A page of variables at the given address.</summary>
    public static ElfSegment Data(ulong address) =>
        new(address, Readable | Writable, [1, 2, 3]) { MemoryLength = 0x1000 };
}
