using System;

namespace Airlock.Guest.Formats;

/// <summary>A master boot record: the first sector of a partitioned disk (UEFI 2.10, 5.2).</summary>
internal static class MasterBootRecord
{
    public const int FirstEntry = 446;
    public const int EntryLength = 16;
    public const int Entries = 4;

    private const int TypeOffset = 4;
    private const byte ProtectiveType = 0xee;

    /// <summary>Whether a sector ends as boot sectors of any kind do.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> sector) => sector[510] == 0x55 && sector[511] == 0xaa;

    /// <summary>
    /// Whether a sector is one. The boot sector of a FAT file system has the same signature; it tells of two FATs on a
    /// fixed disk.
    /// </summary>
    public static bool IsOne(ReadOnlySpan<byte> sector)
    {
        bool isFat = sector[16] == 2 && sector[21] == 0xf8;
        if (!HasSignature(sector) || isFat)
        {
            return false;
        }

        bool hasAny = false;
        for (int i = 0; i < Entries; i++)
        {
            ReadOnlySpan<byte> entry = sector.Slice(FirstEntry + (i * EntryLength), EntryLength);
            if (entry[0] is not (0 or 0x80))
            {
                return false;
            }

            hasAny |= entry[TypeOffset] != 0;
        }

        return hasAny;
    }

    /// <summary>Whether one protects a GUID partition table.</summary>
    public static bool IsProtective(ReadOnlySpan<byte> sector)
    {
        for (int i = 0; i < Entries; i++)
        {
            if (sector[FirstEntry + (i * EntryLength) + TypeOffset] == ProtectiveType)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One behind the last sector of any partition.</summary>
    public static ulong EndOfPartitions(ReadOnlySpan<byte> sector)
    {
        ulong end = 0;
        for (int i = 0; i < Entries; i++)
        {
            ReadOnlySpan<byte> entry = sector.Slice(FirstEntry + (i * EntryLength), EntryLength);
            if (entry[TypeOffset] is not (0 or ProtectiveType))
            {
                end = Math.Max(end, (ulong)LittleEndian.UInt32(entry, 8) + LittleEndian.UInt32(entry, 12));
            }
        }

        return end;
    }
}
