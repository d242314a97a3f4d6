namespace Airlock.Hypervisor;

/// <summary>What a machine is to run, in how much RAM.</summary>
public sealed record GuestProgram
{
    /// <summary>What to call it in messages.</summary>
    public required string Name { get; init; }

    /// <summary>Address of the first instruction.</summary>
    public required ulong EntryPoint { get; init; }

    /// <summary>Its parts; no two share a page.</summary>
    public required IReadOnlyList<ProgramSegment> Segments { get; init; }

    /// <summary>At most a page, which the guest finds where RDI points at entry.</summary>
    public required ReadOnlyMemory<byte> BootConfiguration { get; init; }

    /// <summary>RAM in bytes, a multiple of 2 MiB.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>Privilege at entry: 3, or 0 where the hypervisor has that.</summary>
    public int Ring { get; init; } = 3;
}
