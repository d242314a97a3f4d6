using System.Runtime.InteropServices;

namespace Airlock.Abi.Virtio;

/// <summary>
/// An entry of the answer to <see cref="BlockRequestType.GetExtents"/>; little-endian. The first entry starts at the
/// sector of the request, each further one where the one before ends; the rest of the answer is zeroed.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockExtent
{
    /// <summary>Bytes of an entry.</summary>
    public const uint Length = 16;

    /// <summary>The most entries of an answer, so that no request takes long.</summary>
    public const uint MaxCount = 256;

    /// <summary><see cref="Kind"/>: there may be anything here.</summary>
    public const uint Data = 0;

    /// <summary><see cref="Kind"/>: all zeroes, without space taken for them.</summary>
    public const uint Hole = 1;

    /// <summary>How many sectors; 0 ends the list.</summary>
    public ulong SectorCount;

    /// <summary><see cref="Data"/> or <see cref="Hole"/>; anything else counts as data.</summary>
    public uint Kind;

    public uint Reserved;

    public BlockExtent(ulong sectorCount, uint kind)
    {
        SectorCount = sectorCount;
        Kind = kind;
        Reserved = 0;
    }
}
