using System;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes disks with partition tables and volume descriptors.</summary>
public static class RawBuilder
{
    private const int Sector = 512;
    private const int EntriesLength = 128 * 128;

    /// <summary>A disk of zeroes.</summary>
    public static byte[] Blank(int length = 64 << 10) => new byte[length];

    /// <summary>With a master boot record of one partition.</summary>
    public static byte[] WithMbr(this byte[] disk, byte type = 0x83)
    {
        disk[446 + 4] = type;
        disk.Little32(446 + 8, 1).Little32(446 + 12, (uint)(disk.Length / Sector) - 1);
        return disk.Bytes(510, [0x55, 0xaa]);
    }

    /// <summary>With a GUID partition table of one partition, and the record that protects it.</summary>
    public static byte[] WithGpt(this byte[] disk, int sectorSize = Sector)
    {
        disk.WithMbr(0xee).Bytes(sectorSize, "EFI PART"u8);
        uint sectors = (uint)(disk.Length / sectorSize);
        disk.Little32(sectorSize + 8, 0x10000).Little32(sectorSize + 12, 92);
        disk.Little64(sectorSize + 24, 1).Little64(sectorSize + 32, sectors - 1);
        disk.Little64(sectorSize + 40, 40).Little64(sectorSize + 48, sectors - 34);
        disk.Little64(sectorSize + 72, 2).Little32(sectorSize + 80, 128).Little32(sectorSize + 84, 128);
        disk[(2 * sectorSize) + 1] = 0xaf;
        disk.Little32(sectorSize + 88, Crc32(disk.AsSpan(2 * sectorSize, EntriesLength)));
        return disk.Little32(sectorSize + 16, Crc32(disk.AsSpan(sectorSize, 92)));
    }

    /// <summary>With the primary volume descriptor of ISO 9660.</summary>
    public static byte[] WithIso(this byte[] disk) => disk.Bytes(32 << 10, "\u0001CD001\u0001"u8);

    /// <summary>With the volume descriptors of UDF alone.</summary>
    public static byte[] WithUdf(this byte[] disk) => disk.Bytes(34 << 10, "\0NSR03\u0001"u8);

    /// <summary>That of IEEE 802.3.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
