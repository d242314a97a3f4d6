using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>The region table of a VHDX, of which there are two ([MS-VHDX] 2.2.3).</summary>
internal static class VhdxRegionTable
{
    private const ulong FirstOffset = 192 << 10;
    private const ulong SecondOffset = 256 << 10;
    private const ulong Length = 64 << 10;
    private const int HeaderLength = 16;
    private const int EntryLength = 32;
    private const uint MaxEntries = 2047;
    private const ulong MegaByte = 1 << 20;

    private static ReadOnlySpan<byte> Signature => "regi"u8;

    /// <summary>Takes the sound one of the two, and finds the regions.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref VhdxRegions regions)
        where TSource : struct, IByteSource
    {
        if (!inspection.IsInside(SecondOffset, Length))
        {
            return inspection.Stop(RefusalClass.RefusalOutOfFile, "region_table"u8, SecondOffset, inspection.Length, 0);
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        ulong table = FirstOffset;
        if (!TryReadHeader(inspection, table, header, out bool isSound))
        {
            return FormatStatus.ReadFailed;
        }

        if (!isSound)
        {
            table = SecondOffset;
            if (!TryReadHeader(inspection, table, header, out isSound))
            {
                return FormatStatus.ReadFailed;
            }
        }

        if (!isSound)
        {
            return inspection.Stop(RefusalClass.RefusalChecksum, "region_table"u8, 0, 0, FirstOffset);
        }

        uint count = LittleEndian.UInt32(header, 8);
        return count > MaxEntries
            ? inspection.Stop(RefusalClass.RefusalTooLarge, "entry_count"u8, count, MaxEntries, table + 8)
            : InspectEntries(inspection, table + HeaderLength, count, ref regions);
    }

    private static bool TryReadHeader<TSource>(
        Inspection<TSource> inspection, ulong table, Span<byte> header, out bool isSound)
        where TSource : struct, IByteSource
    {
        isSound = false;
        if (!inspection.TryRead(table, header)
            || !VhdxChecksum.TryCompute(inspection, new TableRange(table, Length), out uint checksum))
        {
            return false;
        }

        isSound = header.Slice(0, 4).SequenceEqual(Signature) && LittleEndian.UInt32(header, 4) == checksum;
        return true;
    }

    private static FormatStatus InspectEntries<TSource>(
        Inspection<TSource> inspection, ulong entries, uint count, ref VhdxRegions regions)
        where TSource : struct, IByteSource
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        for (uint i = 0; i < count; i++)
        {
            ulong place = entries + (i * EntryLength);
            if (!inspection.TryRead(place, entry))
            {
                return FormatStatus.ReadFailed;
            }

            FormatStatus status = InspectEntry(inspection, entry, place, ref regions);
            if (status != FormatStatus.Answered)
            {
                return status;
            }
        }

        if (regions.HasMisplaced)
        {
            return FormatStatus.Answered;
        }

        if (!regions.HasBat || !regions.HasMetadata)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "region"u8, 0, 2, entries);
        }

        if (regions.Bat.Meets(regions.Metadata.Offset, regions.Metadata.Length))
        {
            inspection.Refuse(
                RefusalClass.RefusalOverlap, "region"u8, regions.Bat.Offset, regions.Metadata.Offset, entries);
        }

        return FormatStatus.Answered;
    }

    private static FormatStatus InspectEntry<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> entry, ulong place, ref VhdxRegions regions)
        where TSource : struct, IByteSource
    {
        ReadOnlySpan<byte> guid = entry.Slice(0, VhdxGuids.Length);
        bool isBat = guid.SequenceEqual(VhdxGuids.Bat);
        bool isMetadata = guid.SequenceEqual(VhdxGuids.Metadata);
        if (!isBat && !isMetadata)
        {
            if ((LittleEndian.UInt32(entry, 28) & 1) != 0)
            {
                inspection.Refuse(RefusalClass.RefusalUnsupported, "region"u8, LittleEndian.UInt32(entry, 0), 0, place);
            }

            return FormatStatus.Answered;
        }

        if (isBat ? regions.HasBat : regions.HasMetadata)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "region"u8, LittleEndian.UInt32(entry, 0), 1, place);
        }

        var range = new TableRange(LittleEndian.UInt64(entry, 16), LittleEndian.UInt32(entry, 24));
        if (!IsPlaceSound(inspection, range, regions.Log, place))
        {
            regions.HasMisplaced = true;
            return FormatStatus.Answered;
        }

        regions.HasBat |= isBat;
        regions.HasMetadata |= isMetadata;
        if (isBat)
        {
            regions.Bat = range;
        }
        else
        {
            regions.Metadata = range;
        }

        return FormatStatus.Answered;
    }

    private static bool IsPlaceSound<TSource>(
        Inspection<TSource> inspection, in TableRange range, in TableRange log, ulong place)
        where TSource : struct, IByteSource
    {
        if (range.Offset < MegaByte)
        {
            return Stop(inspection, RefusalClass.RefusalOverlap, range.Offset, MegaByte, place);
        }

        if (range.Offset % MegaByte != 0 || range.Length % MegaByte != 0)
        {
            return Stop(inspection, RefusalClass.RefusalMisaligned, range.Offset, MegaByte, place);
        }

        if (!inspection.IsInside(range.Offset, range.Length))
        {
            return Stop(inspection, RefusalClass.RefusalOutOfFile, range.Offset, inspection.Length, place);
        }

        return !range.Meets(log.Offset, log.Length)
            || Stop(inspection, RefusalClass.RefusalOverlap, range.Offset, log.Offset, place);
    }

    /// <summary>Nothing behind a region that isn't where one can be is looked at.</summary>
    private static bool Stop<TSource>(
        Inspection<TSource> inspection, RefusalClass reason, ulong value, ulong limit, ulong place)
        where TSource : struct, IByteSource
    {
        inspection.Refuse(reason, "region.file_offset"u8, value, limit, place + 16);
        return false;
    }
}
