using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>Formats of which the header is reported, and the contents aren't read.</summary>
internal static class OtherFormats
{
    /// <summary>The key slots of LUKS end at byte 592.</summary>
    private const int MaxHeaderLength = 1024;
    private const int TrailerLength = 512;
    private const ulong Sector = 512;

    /// <summary>Says what the header says.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ImageFormat format)
        where TSource : struct, IByteSource
    {
        Span<byte> header = stackalloc byte[MaxHeaderLength];
        header.Clear();
        bool isAtEnd = format == ImageFormat.Dmg;
        int length = (int)Math.Min(isAtEnd ? TrailerLength : (ulong)MaxHeaderLength, inspection.Length);
        ulong place = isAtEnd ? inspection.Length - (uint)length : 0;
        if (!inspection.TryRead(place, header.Slice(0, length)))
        {
            return FormatStatus.ReadFailed;
        }

        if (format == ImageFormat.Luks)
        {
            return LuksFormat.Inspect(inspection, header);
        }

        ref InfoResultMessage info = ref inspection.Info;
        switch (format)
        {
            case ImageFormat.Qcow1: DescribeQcow1(header, ref info); break;
            case ImageFormat.Qed: DescribeQed(header, ref info); break;
            case ImageFormat.Parallels: DescribeParallels(header, ref info); break;
            case ImageFormat.Dmg: info.VirtualSize = InBytes(BigEndian.UInt64(header, 492)); break;
            case ImageFormat.Bochs: info.VirtualSize = LittleEndian.UInt64(header, 80); break;
            default: break; // their sizes take decompressing
        }

        inspection.Refuse(RefusalClass.RefusalUnsupported, "format"u8, 0, 0, place);
        if (format == ImageFormat.Packed)
        {
            inspection.Explain(
                RefusalClass.RefusalUnsupported, "this is a compressed or packed file, unpack it first"u8);
        }

        return FormatStatus.Answered;
    }

    /// <summary>The first version of QEMU's format: like the later ones in little but its magic.</summary>
    private static void DescribeQcow1(ReadOnlySpan<byte> header, ref InfoResultMessage info)
    {
        info.Version = BigEndian.UInt32(header, 4);
        info.VirtualSize = BigEndian.UInt64(header, 24);
        info.ClusterSize = header[32] < 32 ? 1U << header[32] : 0;
        info.Flags |= BigEndian.UInt32(header, 36) != 0 ? InfoFlags.Encrypted : 0;
        info.Flags |= BigEndian.UInt64(header, 8) != 0 ? InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles : 0;
    }

    private static void DescribeQed(ReadOnlySpan<byte> header, ref InfoResultMessage info)
    {
        const ulong HasBackingFile = 1;
        info.ClusterSize = LittleEndian.UInt32(header, 4);
        info.VirtualSize = LittleEndian.UInt64(header, 48);
        info.Flags |= (LittleEndian.UInt64(header, 16) & HasBackingFile) != 0
            ? InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles : 0;
    }

    private static void DescribeParallels(ReadOnlySpan<byte> header, ref InfoResultMessage info)
    {
        info.Version = LittleEndian.UInt32(header, 16);
        info.VirtualSize = InBytes(LittleEndian.UInt64(header, 36));
        info.ClusterSize = (uint)Math.Min(InBytes(LittleEndian.UInt32(header, 28)), uint.MaxValue);
    }

    /// <summary>Sectors as bytes; as many as there can be, if they are more.</summary>
    private static ulong InBytes(ulong sectors) =>
        sectors > ulong.MaxValue / Sector ? ulong.MaxValue : sectors * Sector;
}
