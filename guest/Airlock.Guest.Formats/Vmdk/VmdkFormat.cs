using System;
using System.Numerics;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a VMDK is: a sparse extent with its description inside, or the description alone.</summary>
internal static class VmdkFormat
{
    private const ulong Sector = 512;
    private const uint MaxVersion = 3;
    private const ulong MinGrain = 8;
    private const ulong MaxGrain = 2048;
    private const uint MaxEntriesOfTable = 512;
    private const ulong MaxDirectoryEntries = 32 << 20;
    private const uint Newlines = 0x0a0d_200a; // "\n \r\n"

    /// <summary>
    /// Checks the header, its footer and the description, and prepares the mapping where they allow one.
    /// </summary>
    public static FormatStatus Inspect<TSource>(
        Inspection<TSource> inspection, in Detected detected, ref VmdkMap map)
        where TSource : struct, IByteSource
    {
        if (detected.IsVmdkText)
        {
            return VmdkDescriptor.InspectAlone(inspection);
        }

        Span<byte> bytes = stackalloc byte[VmdkHeader.Length];
        if (inspection.Length < VmdkHeader.Length)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "header"u8, inspection.Length, VmdkHeader.Length, 0);
        }

        if (!inspection.TryRead(0, bytes))
        {
            return FormatStatus.ReadFailed;
        }

        ReadOnlySpan<byte> start = bytes;
        if (start.StartsWith(Signatures.VmdkCowd) || start.StartsWith(Signatures.VmdkSeSparse))
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "magic"u8, LittleEndian.UInt32(bytes, 0), 0, 0);
            return FormatStatus.Answered;
        }

        if (!start.StartsWith(Signatures.VmdkSparse))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "magic"u8, LittleEndian.UInt32(bytes, 0), 0x564d444b, 0);
        }

        return InspectSparse(inspection, VmdkHeader.Of(bytes), ref map);
    }

    private static FormatStatus InspectSparse<TSource>(
        Inspection<TSource> inspection, VmdkHeader header, ref VmdkMap map)
        where TSource : struct, IByteSource
    {
        inspection.Info.Version = header.Version;
        if (header.Version is 0 or > MaxVersion)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "version"u8, header.Version, MaxVersion, 4);
            return FormatStatus.Answered;
        }

        FormatStatus status = CheckShape(inspection, header);
        if (status == FormatStatus.Answered && header.DirectoryOffset == VmdkHeader.AtEnd)
        {
            status = VmdkFooter.Inspect(inspection, ref header);
        }

        if (status == FormatStatus.Answered)
        {
            CheckDirectory(inspection, header);
            status = VmdkDescriptor.InspectInside(inspection, header);
        }

        if (status == FormatStatus.Answered && !inspection.Info.HasConvertible)
        {
            map.Open(new VmdkLayout(header, inspection.Length), inspection.Marks);
        }

        return status;
    }

    private static FormatStatus CheckShape<TSource>(Inspection<TSource> inspection, in VmdkHeader header)
        where TSource : struct, IByteSource
    {
        if (header.Capacity == 0)
        {
            // Programs that take the description for the image then follow the names in it.
            inspection.Info.Flags |= InfoFlags.NeedsOtherFiles;
            inspection.Refuse(RefusalClass.RefusalExternal, "capacity"u8, 0, 1, 12);
            return FormatStatus.Answered;
        }

        if ((header.Flags & VmdkHeader.NewlineTest) != 0 && header.NewlineCharacters != Newlines)
        {
            inspection.Refuse(
                RefusalClass.RefusalCorrupt, "newline_characters"u8, header.NewlineCharacters, Newlines, 73);
        }

        ulong limit = inspection.Options.VirtualSizeLimit / Sector;
        if (header.Capacity > limit)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "capacity"u8, header.Capacity, limit, 12);
        }
        else
        {
            inspection.Info.VirtualSize = header.Capacity * Sector;
        }

        return CheckGrain(inspection, header);
    }

    private static FormatStatus CheckGrain<TSource>(Inspection<TSource> inspection, in VmdkHeader header)
        where TSource : struct, IByteSource
    {
        FormatStatus status = CheckTables(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        inspection.Info.ClusterSize = (uint)(header.Grain * Sector);
        if (header.Compression > 1)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "compress_algorithm"u8, header.Compression, 1, 77);
        }

        bool isCompressed = (header.Flags & VmdkHeader.CompressedGrains) != 0;
        inspection.Info.Flags |= isCompressed ? InfoFlags.Compressed : 0;
        if (isCompressed && (header.Flags & VmdkHeader.Markers) == 0)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "flags"u8, header.Flags, VmdkHeader.Markers, 8);
        }

        return isCompressed == (header.Compression != 0)
            ? FormatStatus.Answered
            : inspection.Stop(RefusalClass.RefusalHeader, "compress_algorithm"u8, header.Compression, 1, 77);
    }

    /// <summary>Sizes of grains and tables, and how many tables they make.</summary>
    private static FormatStatus CheckTables<TSource>(Inspection<TSource> inspection, in VmdkHeader header)
        where TSource : struct, IByteSource
    {
        if (!BitOperations.IsPow2(header.Grain))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "grain_size"u8, header.Grain, MinGrain, 20);
        }

        if (header.Grain > MaxGrain)
        {
            return inspection.Stop(RefusalClass.RefusalTooLarge, "grain_size"u8, header.Grain, MaxGrain, 20);
        }

        if (header.EntriesOfTable is 0 or > MaxEntriesOfTable)
        {
            RefusalClass reason = header.EntriesOfTable == 0
                ? RefusalClass.RefusalHeader : RefusalClass.RefusalTooLarge;
            return inspection.Stop(reason, "num_gtes_per_gt"u8, header.EntriesOfTable, MaxEntriesOfTable, 44);
        }

        ulong entries = FileRange.Units(header.Capacity, header.Grain * header.EntriesOfTable);
        if (entries > MaxDirectoryEntries)
        {
            return inspection.Stop(RefusalClass.RefusalTooLarge, "capacity"u8, entries, MaxDirectoryEntries, 12);
        }

        return header.Grain >= MinGrain
            ? FormatStatus.Answered
            : inspection.Stop(RefusalClass.RefusalHeader, "grain_size"u8, header.Grain, MinGrain, 20);
    }

    private static void CheckDirectory<TSource>(Inspection<TSource> inspection, in VmdkHeader header)
        where TSource : struct, IByteSource
    {
        ulong sectors = FileRange.Units(inspection.Length, Sector);
        if (header.Overhead > sectors)
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "overhead"u8, header.Overhead, sectors, 64);
        }

        if (header.Capacity == 0)
        {
            return;
        }

        ulong entries = FileRange.Units(header.Capacity, header.Grain * header.EntriesOfTable);
        if (header.DirectoryOffset > sectors
            || !inspection.IsInside(header.DirectoryOffset * Sector, entries * sizeof(uint)))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "gd_offset"u8, header.DirectoryOffset, sectors, 56);
        }
        else if (header.DirectoryOffset == 0)
        {
            inspection.Refuse(RefusalClass.RefusalOverlap, "gd_offset"u8, 0, 1, 56);
        }
    }
}
