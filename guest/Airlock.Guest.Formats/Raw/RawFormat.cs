using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// A disk byte for byte: its size is that of the file, and what it holds is looked at only to be reported.
/// </summary>
internal static class RawFormat
{
    /// <summary>Says what a disk has; none of it is a reason against a conversion.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, in Detected detected)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        info.VirtualSize = inspection.Length;
        ulong limit = inspection.Options.VirtualSizeLimit;
        if (inspection.Length > limit)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "size"u8, inspection.Length, limit, 0);
        }

        if (detected.HasGpt)
        {
            info.PartitionTable.TrySet("gpt"u8);
        }
        else if (detected.HasMbr)
        {
            info.PartitionTable.TrySet("mbr"u8);
        }

        info.Flags |= detected.HasMbr || detected.HasGpt ? InfoFlags.Partitions : 0;
        bool isIso = detected.Formats.Contains(ImageFormat.Iso);
        info.Flags |= isIso && (detected.HasMbr || detected.HasGpt) ? InfoFlags.Hybrid : 0;
        if (isIso)
        {
            return FormatStatus.Answered;
        }

        if (detected.HasGpt)
        {
            return GuidPartitionTable.Inspect(inspection);
        }

        return detected.HasMbr ? InspectMbr(inspection) : FormatStatus.Answered;
    }

    private static FormatStatus InspectMbr<TSource>(Inspection<TSource> inspection)
        where TSource : struct, IByteSource
    {
        Span<byte> sector = stackalloc byte[Detector.SectorSize];
        if (!inspection.TryRead(0, sector))
        {
            return FormatStatus.ReadFailed;
        }

        ulong sectors = inspection.Length / Detector.SectorSize;
        inspection.Info.Flags |= MasterBootRecord.EndOfPartitions(sector) > sectors ? InfoFlags.Truncated : 0;
        return FormatStatus.Answered;
    }
}
