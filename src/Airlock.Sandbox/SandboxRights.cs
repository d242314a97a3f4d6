using System.Runtime.InteropServices;

namespace Airlock.Sandbox;

/// <summary>What a process keeps, besides the descriptors that it has open.</summary>
public sealed record SandboxRights
{
    /// <summary>The only files that it may read or write, at a position. None may grow beyond the longest.</summary>
    public required IReadOnlyList<SandboxFile> Files { get; init; }

    /// <summary>The only descriptors that it may read and write without a position: a channel, events.</summary>
    public required IReadOnlyList<SafeHandle> Streams { get; init; }

    /// <summary>The most bytes of a transfer of one buffer.</summary>
    public required ulong TransferBytes { get; init; }

    /// <summary>The most bytes that it may zero in one call (fallocate(2)).</summary>
    public required ulong ZeroBytes { get; init; }

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
