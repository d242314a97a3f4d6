using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a VHDX is ([MS-VHDX]).</summary>
internal static class VhdxFormat
{
    private const ushort KnownVersion = 1;
    private const ulong MegaByte = 1 << 20;

    /// <summary>Checks headers, regions and metadata, and prepares the mapping where they allow one.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref BlockMap<VhdxTable> map)
        where TSource : struct, IByteSource
    {
        Span<byte> signature = stackalloc byte[8];
        if (!inspection.IsInside(0, (uint)signature.Length))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "signature"u8, inspection.Length, 8, 0);
        }

        if (!inspection.TryRead(0, signature))
        {
            return FormatStatus.ReadFailed;
        }

        if (!signature.SequenceEqual(Signatures.Vhdx))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "signature"u8, LittleEndian.UInt64(signature, 0), 0, 0);
        }

        FormatStatus status = ChooseHeader(inspection, out VhdxHeader header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        inspection.Info.HasVhdxInfo = true;
        inspection.Info.Version = header.Version;
        if (header.Version != KnownVersion || header.LogVersion != 0)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "version"u8, header.Version, KnownVersion, 66);
            return FormatStatus.Answered;
        }

        return InspectBody(inspection, header, ref map);
    }

    private static FormatStatus InspectBody<TSource>(
        Inspection<TSource> inspection, in VhdxHeader header, ref BlockMap<VhdxTable> map)
        where TSource : struct, IByteSource
    {
        var regions = new VhdxRegions { Log = new TableRange(header.LogOffset, header.LogLength) };
        FormatStatus status = CheckLog(inspection, header);
        if (status == FormatStatus.Answered)
        {
            status = VhdxRegionTable.Inspect(inspection, ref regions);
        }

        return status == FormatStatus.Answered && regions.HasBat && regions.HasMetadata
            ? VhdxMetadata.Inspect(inspection, regions, ref map)
            : status;
    }

    /// <summary>The sound one of the two that was written last.</summary>
    private static FormatStatus ChooseHeader<TSource>(Inspection<TSource> inspection, out VhdxHeader header)
        where TSource : struct, IByteSource
    {
        header = default;
        if (!inspection.IsInside(VhdxHeader.SecondOffset, VhdxHeader.Length))
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "header"u8, VhdxHeader.SecondOffset, inspection.Length, 0);
        }

        Span<byte> first = stackalloc byte[VhdxHeader.UsedLength];
        Span<byte> second = stackalloc byte[VhdxHeader.UsedLength];
        if (!TryReadHeader(inspection, VhdxHeader.FirstOffset, first, out VhdxHeader one)
            || !TryReadHeader(inspection, VhdxHeader.SecondOffset, second, out VhdxHeader two))
        {
            return FormatStatus.ReadFailed;
        }

        if (!one.IsSound && !two.IsSound)
        {
            return inspection.Stop(
                RefusalClass.RefusalChecksum, "header"u8, LittleEndian.UInt32(first, 4), 0, VhdxHeader.FirstOffset);
        }

        // Disk2VHD writes the same one twice.
        bool areBoth = one.IsSound && two.IsSound;
        if (areBoth && one.Sequence == two.Sequence && !first.SequenceEqual(second))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader,
                "sequence_number"u8,
                one.Sequence,
                two.Sequence,
                VhdxHeader.FirstOffset + 8);
        }

        header = one.IsSound && (!two.IsSound || one.Sequence >= two.Sequence) ? one : two;
        return FormatStatus.Answered;
    }

    private static bool TryReadHeader<TSource>(
        Inspection<TSource> inspection, ulong offset, Span<byte> bytes, out VhdxHeader header)
        where TSource : struct, IByteSource
    {
        header = default;
        if (!inspection.TryRead(offset, bytes)
            || !VhdxChecksum.TryCompute(inspection, new TableRange(offset, VhdxHeader.Length), out uint checksum))
        {
            return false;
        }

        header = VhdxHeader.Of(bytes, checksum);
        return true;
    }

    /// <summary>A log that is in use may hold what the rest of the file lacks.</summary>
    private static FormatStatus CheckLog<TSource>(Inspection<TSource> inspection, in VhdxHeader header)
        where TSource : struct, IByteSource
    {
        if (header.LogLength != 0 && !inspection.IsInside(header.LogOffset, header.LogLength))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "log_offset"u8, header.LogOffset, inspection.Length, 72);
            return FormatStatus.Answered;
        }

        if (header.LogOffset % MegaByte != 0 || header.LogLength % MegaByte != 0)
        {
            inspection.Refuse(RefusalClass.RefusalMisaligned, "log_offset"u8, header.LogOffset, MegaByte, 72);
        }

        if (!header.HasLog)
        {
            return FormatStatus.Answered;
        }

        inspection.Info.VhdxInfo.LogPending = true;
        inspection.Info.Flags |= InfoFlags.NeedsLogReplay;
        if (!VhdxLog.TryFindEntry(inspection, header, out bool hasEntry))
        {
            return FormatStatus.ReadFailed;
        }

        inspection.Refuse(
            hasEntry ? RefusalClass.RefusalNeedsReplay : RefusalClass.RefusalCorrupt,
            "log_guid"u8,
            header.LogOffset,
            0,
            48);
        return FormatStatus.Answered;
    }
}
