using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The end of a stream-optimized extent: a marker, the header once more with the place of the directory, and the marker
/// of the end (VMware Virtual Disk Format 1.1, "Stream-Optimized Compressed Sparse Extents").
/// </summary>
internal static class VmdkFooter
{
    private const int Sector = 512;
    private const int Length = 3 * Sector;
    private const ulong MinFileLength = 2048;
    private const uint FooterMarker = 3;

    /// <summary>Takes the directory's place out of the footer.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref VmdkHeader header)
        where TSource : struct, IByteSource
    {
        if (inspection.Length < MinFileLength)
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "footer"u8, inspection.Length, MinFileLength, 56);
        }

        Span<byte> bytes = stackalloc byte[Length];
        ulong place = inspection.Length - Length;
        if (!inspection.TryRead(place, bytes))
        {
            return FormatStatus.ReadFailed;
        }

        ReadOnlySpan<byte> copy = bytes.Slice(Sector, Sector);
        if (!copy.StartsWith(Signatures.VmdkSparse))
        {
            // A file that was cut off ends anywhere.
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "footer"u8, LittleEndian.UInt32(copy, 0), 0x564d444b, place + Sector);
        }

        var footer = VmdkHeader.Of(copy);
        bool isMarked = LittleEndian.UInt32(bytes, 8) == 0 && LittleEndian.UInt32(bytes, 12) == FooterMarker
            && IsZero(bytes.Slice(2 * Sector));
        if (!isMarked || !header.IsSameExtent(footer) || footer.DirectoryOffset == VmdkHeader.AtEnd)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "footer"u8, LittleEndian.UInt32(bytes, 12), FooterMarker, place);
        }

        header.DirectoryOffset = footer.DirectoryOffset;
        return FormatStatus.Answered;
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value != 0)
            {
                return false;
            }
        }

        return true;
    }
}
