using System.Runtime.InteropServices;

namespace Airlock.Abi.Virtio;

/// <summary>The device-readable start of a block request (VIRTIO 1.2, 5.2.6); little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockRequestHeader
{
    /// <summary>Bytes of the header, which may be split over descriptors in any way.</summary>
    public const uint Length = 16;

    /// <summary><see cref="BlockRequestType"/>.</summary>
    public uint Type;

    public uint Reserved;

    /// <summary>The first sector, in units of 512 bytes whatever blk_size says.</summary>
    public ulong Sector;

    public BlockRequestHeader(uint type, ulong sector)
    {
        Type = type;
        Reserved = 0;
        Sector = sector;
    }
}
