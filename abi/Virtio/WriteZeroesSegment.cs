using System.Runtime.InteropServices;

namespace Airlock.Abi.Virtio;

/// <summary>
/// The data of a WRITE_ZEROES request, <c>struct virtio_blk_discard_write_zeroes</c> (VIRTIO 1.2, 5.2.6);
/// little-endian.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WriteZeroesSegment
{
    /// <summary>Bytes of a segment.</summary>
    public const uint Length = 16;

    /// <summary>VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP: the device may free the space; it reads as zeroes all the same.</summary>
    public const uint FlagUnmap = 1;

    /// <summary>The first sector. The one in the request's header means nothing.</summary>
    public ulong Sector;

    /// <summary>How many sectors.</summary>
    public uint SectorCount;

    /// <summary><see cref="FlagUnmap"/>; all other bits are reserved.</summary>
    public uint Flags;

    public WriteZeroesSegment(ulong sector, uint sectorCount, uint flags)
    {
        Sector = sector;
        SectorCount = sectorCount;
        Flags = flags;
    }
}
