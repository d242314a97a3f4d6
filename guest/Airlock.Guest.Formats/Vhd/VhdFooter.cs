using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// The footer of a VHD, at its end and, but for fixed ones, at its start (VHD 1.0, "Hard Disk Footer Format").
/// </summary>
internal struct VhdFooter
{
    public const int Length = 512;
    public const int SectorSize = 512;
    public const uint Fixed = 2;
    public const uint Dynamic = 3;
    public const uint Differencing = 4;
    public const int ChecksumOffset = 64;

    private const ulong MaxChs = 0xffff_10ffUL; // 65,535 cylinders, 16 heads, 255 sectors: more than these can say

    public uint Version;
    public ulong DataOffset;
    public uint Creator;
    public ulong CurrentSize;
    public uint Chs;
    public uint Type;
    public ulong UniqueIdHigh;
    public ulong UniqueIdLow;

    /// <summary>Whether it has the right cookie.</summary>
    public bool IsThere;

    /// <summary>Whether its checksum is right, too.</summary>
    public bool IsSound;

    /// <summary>Bytes by cylinders, heads and sectors.</summary>
    public readonly ulong ChsSize => (ulong)(Chs >> 16) * (Chs >> 8 & 0xff) * (Chs & 0xff) * SectorSize;

    /// <summary>Whether the size goes by cylinders, heads and sectors: two creators mean it so.</summary>
    public readonly bool IsSizeFromChs
    {
        get
        {
            const uint VirtualPc = 0x7670_6320; // "vpc "
            const uint Qemu = 0x7165_6d75;      // "qemu"
            return Type != Fixed && Creator is VirtualPc or Qemu && Chs != MaxChs;
        }
    }

    /// <summary>Takes the fields out of 512 bytes.</summary>
    public static VhdFooter Of(ReadOnlySpan<byte> bytes)
    {
        return new VhdFooter
        {
            IsThere = bytes.StartsWith(Signatures.Vhd),
            IsSound = bytes.StartsWith(Signatures.Vhd)
                && BigEndian.UInt32(bytes, ChecksumOffset) == Checksum(bytes, ChecksumOffset),
            Version = BigEndian.UInt32(bytes, 12),
            DataOffset = BigEndian.UInt64(bytes, 16),
            Creator = BigEndian.UInt32(bytes, 28),
            CurrentSize = BigEndian.UInt64(bytes, 48),
            Chs = BigEndian.UInt32(bytes, 56),
            Type = BigEndian.UInt32(bytes, 60),
            UniqueIdHigh = BigEndian.UInt64(bytes, 68),
            UniqueIdLow = BigEndian.UInt64(bytes, 76),
        };
    }

    /// <summary>The ones' complement of the sum of all bytes but those of the checksum.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, int checksumOffset)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isChecksum = i >= checksumOffset && i < checksumOffset + sizeof(uint);
            sum += isChecksum ? 0u : bytes[i];
        }

        return ~sum;
    }

    /// <summary>Whether two footers are about the same disk.</summary>
    public readonly bool IsSameDisk(in VhdFooter other) =>
        CurrentSize == other.CurrentSize && Type == other.Type
        && UniqueIdHigh == other.UniqueIdHigh && UniqueIdLow == other.UniqueIdLow;
}
