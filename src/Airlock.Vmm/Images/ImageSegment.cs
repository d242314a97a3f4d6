using Airlock.Vmm.Boot;

namespace Airlock.Vmm.Images;

/// <summary>A part of a guest image: where it goes, how large it is there, and what its pages allow.</summary>
/// <param name="Address">Guest-physical address, page-aligned.</param>
/// <param name="Content">What is copied there; the rest up to <paramref name="MemoryLength"/> stays zero.</param>
/// <param name="MemoryLength">Bytes in memory, at least those of the content.</param>
/// <param name="Rights">Apart from ring 3, which all of an image is for.</param>
internal sealed record ImageSegment(ulong Address, ReadOnlyMemory<byte> Content, ulong MemoryLength, PageRights Rights)
{
    public ulong End => Address + MemoryLength;
}
