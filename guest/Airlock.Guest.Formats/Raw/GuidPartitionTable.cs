using System;

namespace Airlock.Guest.Formats;

/// <summary>A GUID partition table at the start of a disk (UEFI 2.10, 5.3): whether it is whole.</summary>
internal static class GuidPartitionTable
{
    private const int MinHeaderSize = 92;
    private const uint MinEntrySize = 128;
    private const uint MaxTableLength = 1 << 20;
    private const int ChecksumOffset = 16;
    private const int WindowSize = 512;

    /// <summary>Notes a table that is damaged, and a disk that ends before its last sector.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection)
        where TSource : struct, IByteSource
    {
        Span<byte> header = stackalloc byte[WindowSize];
        ulong sectorSize = WindowSize;
        if (!TryReadHeader(inspection, sectorSize, header, out bool isThere))
        {
            return FormatStatus.ReadFailed;
        }

        if (!isThere)
        {
            sectorSize = 4096;
            if (!TryReadHeader(inspection, sectorSize, header, out isThere))
            {
                return FormatStatus.ReadFailed;
            }
        }

        if (!isThere || !IsHeaderSound(header))
        {
            inspection.Info.Flags |= InfoFlags.Corrupt;
            return FormatStatus.Answered;
        }

        ulong lastUsable = LittleEndian.UInt64(header, 48);
        ulong alternate = LittleEndian.UInt64(header, 32);
        ulong sectors = inspection.Length / sectorSize;
        inspection.Info.Flags |= alternate >= sectors || lastUsable >= sectors ? InfoFlags.Truncated : 0;
        return InspectEntries(inspection, header, sectorSize);
    }

    private static bool TryReadHeader<TSource>(
        Inspection<TSource> inspection, ulong position, Span<byte> header, out bool isThere)
        where TSource : struct, IByteSource
    {
        isThere = inspection.IsInside(position, (uint)header.Length);
        if (!isThere)
        {
            return true;
        }

        if (!inspection.TryRead(position, header))
        {
            return false;
        }

        isThere = header.Slice(0, Signatures.Gpt.Length).SequenceEqual(Signatures.Gpt);
        return true;
    }

    /// <summary>By its checksum, over its own length with the checksum as 0.</summary>
    private static bool IsHeaderSound(Span<byte> header)
    {
        uint length = LittleEndian.UInt32(header, 12);
        if (length is < MinHeaderSize or > WindowSize)
        {
            return false;
        }

        uint stored = LittleEndian.UInt32(header, ChecksumOffset);
        header.Slice(ChecksumOffset, sizeof(uint)).Clear();
        Crc32 checksum = Crc32.Start(Crc32.Ieee);
        checksum.Add(header.Slice(0, (int)length));
        return checksum.Value == stored;
    }

    private static FormatStatus InspectEntries<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> header, ulong sectorSize)
        where TSource : struct, IByteSource
    {
        ulong firstSector = LittleEndian.UInt64(header, 72);
        ulong length = (ulong)LittleEndian.UInt32(header, 80) * LittleEndian.UInt32(header, 84);
        bool isShaped = LittleEndian.UInt32(header, 84) >= MinEntrySize && length <= MaxTableLength
            && firstSector <= inspection.Length / sectorSize;
        if (!isShaped || !inspection.IsInside(firstSector * sectorSize, length))
        {
            inspection.Info.Flags |= InfoFlags.Corrupt;
            return FormatStatus.Answered;
        }

        Crc32 checksum = Crc32.Start(Crc32.Ieee);
        Span<byte> window = stackalloc byte[WindowSize];
        for (ulong position = 0; position < length; position += WindowSize)
        {
            Span<byte> part = window.Slice(0, (int)Math.Min(WindowSize, length - position));
            if (!inspection.TryRead((firstSector * sectorSize) + position, part))
            {
                return FormatStatus.ReadFailed;
            }

            checksum.Add(part);
        }

        inspection.Info.Flags |= checksum.Value != LittleEndian.UInt32(header, 88) ? InfoFlags.Corrupt : 0;
        return FormatStatus.Answered;
    }
}
