using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// What stands before a compressed grain (VMware Virtual Disk Format 1.1, "Grain Marker"): which grain it is, and how
/// long its stream is.
/// </summary>
internal static class VmdkMarker
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 12;

    /// <summary>
    /// Puts the place of the stream into an extent that has that of the marker, which lies in the file.
    /// </summary>
    public static FormatStatus Follow<TSource>(
        ref TSource source, in VmdkLayout layout, ref Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        Span<byte> marker = stackalloc byte[Length];
        ulong place = extent.FileOffset;
        if (!source.TryRead(place, marker))
        {
            return FormatStatus.ReadFailed;
        }

        ulong sector = LittleEndian.UInt64(marker, 0);
        if (sector != extent.Start / VmdkLayout.Sector)
        {
            return Refuse(
                ref refusal,
                RefusalClass.RefusalCorrupt,
                "grain_marker.lba"u8,
                new FieldValue(sector, extent.Start / VmdkLayout.Sector, place));
        }

        uint length = LittleEndian.UInt32(marker, 8);
        ulong longest = (2 * layout.GrainSize) + VmdkLayout.Sector; // what can't be compressed grows a little
        if (length == 0 || length > longest)
        {
            return Refuse(
                ref refusal,
                RefusalClass.RefusalCompressed,
                "grain_marker.size"u8,
                new FieldValue(length, longest, place + 8));
        }

        extent.Compression = Compression.Zlib;
        extent.FileOffset = place + Length;
        extent.StoredLength = length;
        extent.BlockLength = layout.GrainSize;
        return FileRange.IsInside(extent.FileOffset, length, layout.FileLength)
            ? FormatStatus.Answered
            : Refuse(
                ref refusal,
                RefusalClass.RefusalOutOfFile,
                "grain_marker.size"u8,
                new FieldValue(length, layout.FileLength, place + 8));
    }

    private static FormatStatus Refuse(
        ref Refusal refusal, RefusalClass reason, ReadOnlySpan<byte> field, in FieldValue value)
    {
        refusal.Set(reason, "vmdk"u8, field, value);
        return FormatStatus.Refused;
    }
}
