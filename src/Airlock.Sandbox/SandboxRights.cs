namespace Airlock.Sandbox;

/// <summary>What a process keeps, besides the descriptors that it has open.</summary>
public sealed record SandboxRights
{
    /// <summary>Bytes that a file may grow to.</summary>
    public required ulong FileBytes { get; init; }

    /// <summary>Bytes of address space, in all.</summary>
    public required ulong AddressSpaceBytes { get; init; }

    /// <summary>Processor time of all threads together; null for no limit.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>Numbers of the only ioctls that it may make.</summary>
    public required IReadOnlyList<uint> Ioctls { get; init; }

    /// <summary>
    /// A child that it traces, waits for, interrupts and kills; null for none. The limit on processor time holds for the
    /// child as well.
    /// </summary>
    public int? TracedProcess { get; init; }

    /// <summary>The only requests of ptrace(2) that it may make, and of that child alone.</summary>
    public IReadOnlyList<uint> PtraceRequests { get; init; } = [];
}
