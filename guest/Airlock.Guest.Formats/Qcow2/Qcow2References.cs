using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The names in a qcow2 image, and what its header extensions say (qcow2.txt, "Header extensions"). Names are reported,
/// and that is all that is done with them.
/// </summary>
internal static class Qcow2References
{
    private const uint End = 0;
    private const uint BackingFormat = 0xe279_2aca;
    private const uint DataFile = 0x4441_5441;
    private const uint FeatureNames = 0x6803_f857;
    private const uint Bitmaps = 0x2385_2875;
    private const int HeadLength = 8;
    private const uint MaxNameLength = 1023;
    private const uint MaxBackingFormatLength = 15;
    private const int FeatureNameLength = 48;
    private const int FirstUnknownBit = 5;

    /// <summary>Reports names; each of them is a reason against a conversion.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        FormatStatus status = InspectBackingFile(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        if ((header.Incompatible & Qcow2Header.ExternalData) != 0)
        {
            inspection.Refuse(
                RefusalClass.RefusalExternal,
                "incompatible_features"u8,
                header.Incompatible,
                ~Qcow2Header.ExternalData,
                72);
        }

        return InspectExtensions(inspection, header);
    }

    private static FormatStatus InspectBackingFile<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        if (header.BackingOffset == 0)
        {
            return FormatStatus.Answered;
        }

        if (header.BackingLength > MaxNameLength)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "backing_file_size"u8, header.BackingLength, MaxNameLength, 16);
        }

        if (!FileRange.IsInside(header.BackingOffset, header.BackingLength, header.ClusterSize))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "backing_file_offset"u8, header.BackingOffset, header.ClusterSize, 8);
        }

        inspection.Info.Flags |= InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles;
        inspection.Refuse(RefusalClass.RefusalExternal, "backing_file_offset"u8, header.BackingOffset, 0, 8);
        return TryReport(
            inspection,
            new TableRange(header.BackingOffset, header.BackingLength),
            ref inspection.Info.BackingFile);
    }

    /// <summary>Reports a name of up to 1,023 bytes that lies in the first cluster.</summary>
    private static FormatStatus TryReport<TSource>(
        Inspection<TSource> inspection, in TableRange place, ref FixedString4096 destination)
        where TSource : struct, IByteSource
    {
        if (!inspection.IsInside(place.Offset, place.Length))
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "name"u8, place.Offset, inspection.Length, place.Offset);
        }

        Span<byte> name = stackalloc byte[(int)MaxNameLength];
        name = name.Slice(0, (int)place.Length);
        if (!inspection.TryRead(place.Offset, name))
        {
            return FormatStatus.ReadFailed;
        }

        Span<byte> buffer = stackalloc byte[FixedString4096.Capacity];
        ReadOnlySpan<byte> escaped = EscapedName.Write(name, buffer);
        destination.TrySet(escaped);
        inspection.Explain(RefusalClass.RefusalExternal, escaped);
        return FormatStatus.Answered;
    }

    private static FormatStatus InspectExtensions<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        ulong position = header.HeaderLength;
        ulong end = header.BackingOffset != 0 ? header.BackingOffset : header.ClusterSize;
        uint seen = 0;
        Span<byte> head = stackalloc byte[HeadLength];
        while (position < end)
        {
            if (end - position < HeadLength)
            {
                break;
            }

            if (!inspection.IsInside(position, HeadLength))
            {
                return inspection.Stop(
                    RefusalClass.RefusalOutOfFile, "header_extension"u8, position, inspection.Length, position);
            }

            if (!inspection.TryRead(position, head))
            {
                return FormatStatus.ReadFailed;
            }

            uint type = BigEndian.UInt32(head, 0);
            if (type == End)
            {
                return FormatStatus.Answered;
            }

            var content = new TableRange(position + HeadLength, BigEndian.UInt32(head, 4));
            FormatStatus status = InspectExtension(inspection, type, content, end, ref seen);
            if (status != FormatStatus.Answered)
            {
                return status;
            }

            position = content.Offset + (FileRange.Units(content.Length, 8) * 8);
        }

        // An area of no bytes, between the header and the name behind it, has no room for an end.
        return header.HeaderLength == end
            ? FormatStatus.Answered
            : inspection.Stop(RefusalClass.RefusalHeader, "header_extension"u8, position, end, position);
    }

    private static FormatStatus InspectExtension<TSource>(
        Inspection<TSource> inspection, uint type, in TableRange content, ulong end, ref uint seen)
        where TSource : struct, IByteSource
    {
        if (content.Length > end - content.Offset)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader,
                "header_extension.length"u8,
                content.Length,
                end - content.Offset,
                content.Offset - 4);
        }

        if (!inspection.IsInside(content.Offset, content.Length))
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile,
                "header_extension"u8,
                content.Offset,
                inspection.Length,
                content.Offset - HeadLength);
        }

        uint known = KnownBit(type);
        if ((seen & known) != 0)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "header_extension.type"u8, type, 1, content.Offset - HeadLength);
        }

        seen |= known;
        return type switch
        {
            BackingFormat => ReportBackingFormat(inspection, content),
            DataFile => ReportDataFile(inspection, content),
            FeatureNames => ReportFeatureNames(inspection, content),
            Bitmaps => ReportBitmaps(inspection, content),
            _ => FormatStatus.Answered,
        };
    }

    /// <summary>A bit for each type that may come once only; 0 for the others.</summary>
    private static uint KnownBit(uint type)
    {
        const uint Encryption = 0x0537_be77;
        return type switch
        {
            BackingFormat => 1,
            DataFile => 2,
            FeatureNames => 4,
            Bitmaps => 8,
            Encryption => 16,
            _ => 0,
        };
    }

    private static FormatStatus ReportBackingFormat<TSource>(Inspection<TSource> inspection, in TableRange content)
        where TSource : struct, IByteSource
    {
        if (content.Length > MaxBackingFormatLength)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader,
                "backing_format"u8,
                content.Length,
                MaxBackingFormatLength,
                content.Offset - 4);
        }

        Span<byte> name = stackalloc byte[(int)MaxBackingFormatLength];
        name = name.Slice(0, (int)content.Length);
        if (!inspection.TryRead(content.Offset, name))
        {
            return FormatStatus.ReadFailed;
        }

        Span<byte> buffer = stackalloc byte[FixedString64.Capacity];
        inspection.Info.Qcow2Info.BackingFormat.TrySet(EscapedName.Write(name, buffer));
        return FormatStatus.Answered;
    }

    private static FormatStatus ReportDataFile<TSource>(Inspection<TSource> inspection, in TableRange content)
        where TSource : struct, IByteSource
    {
        var part = new TableRange(content.Offset, Math.Min(content.Length, MaxNameLength));
        return TryReport(inspection, part, ref inspection.Info.ExternalDataFile);
    }

    /// <summary>The names of incompatible features that aren't known, for those whose bits are set.</summary>
    private static FormatStatus ReportFeatureNames<TSource>(Inspection<TSource> inspection, in TableRange content)
        where TSource : struct, IByteSource
    {
        Span<byte> entry = stackalloc byte[FeatureNameLength];
        Span<byte> buffer = stackalloc byte[FixedString184.Capacity];
        ref Qcow2Info qcow2 = ref inspection.Info.Qcow2Info;
        for (ulong i = 0; i < content.Length / FeatureNameLength; i++)
        {
            if (!inspection.TryRead(content.Offset + (i * FeatureNameLength), entry))
            {
                return FormatStatus.ReadFailed;
            }

            bool isIncompatible = entry[0] == 0;
            int bit = entry[1];
            if (isIncompatible && bit is >= FirstUnknownBit and < 64 && (qcow2.Incompatible >> bit & 1) != 0)
            {
                FixedString184 name = default;
                name.TrySet(EscapedName.Write(EscapedName.UpToZero(entry.Slice(2)), buffer));
                if (!qcow2.UnknownFeatures.TryAdd(in name))
                {
                    break; // the message is full; that there are unknown ones is said already
                }
            }
        }

        return FormatStatus.Answered;
    }

    private static FormatStatus ReportBitmaps<TSource>(Inspection<TSource> inspection, in TableRange content)
        where TSource : struct, IByteSource
    {
        Span<byte> count = stackalloc byte[sizeof(uint)];
        if (content.Length < sizeof(uint))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "bitmaps_extension"u8, content.Length, sizeof(uint), content.Offset - 4);
        }

        if (!inspection.TryRead(content.Offset, count))
        {
            return FormatStatus.ReadFailed;
        }

        inspection.Info.Qcow2Info.NbBitmaps = BigEndian.UInt32(count, 0);
        return FormatStatus.Answered;
    }
}
