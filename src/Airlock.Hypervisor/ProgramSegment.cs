namespace Airlock.Hypervisor;

/// <summary>A part of a program: where it goes, how large it is there, and what its pages allow.</summary>
/// <param name="Address">Guest-physical address, page-aligned.</param>
/// <param name="Content">What is copied there; the rest up to <paramref name="MemoryLength"/> stays zero.</param>
/// <param name="MemoryLength">Bytes in memory, at least those of the content.</param>
/// <param name="Rights">What the guest may do there.</param>
public sealed record ProgramSegment(ulong Address, ReadOnlyMemory<byte> Content, ulong MemoryLength, PageRights Rights)
{
    /// <summary>The first address behind it.</summary>
    public ulong End => Address + MemoryLength;
}
