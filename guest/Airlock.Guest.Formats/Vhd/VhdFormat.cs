using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a VHD is (Virtual Hard Disk Image Format Specification 1.0).</summary>
internal static class VhdFormat
{
    private const uint KnownVersion = 0x10000;
    private const ulong MaxSize = 0xff00_0000UL * 512;
    private const int TypeOffset = 60;

    /// <summary>
    /// Checks the footer, its copy, and the header of a dynamic disk, and prepares the mapping where they allow one.
    /// </summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref ImageMap map)
        where TSource : struct, IByteSource
    {
        FormatStatus status = ChooseFooter(inspection, out VhdFooter footer, out ulong place);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        Describe(inspection, footer);
        if (footer.Version != KnownVersion)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "version"u8, footer.Version, KnownVersion, place + 12);
            return FormatStatus.Answered;
        }

        switch (footer.Type)
        {
            case VhdFooter.Fixed:
                CheckFixed(inspection, footer, place);
                map.OpenFlat(footer.CurrentSize);
                return FormatStatus.Answered;
            case VhdFooter.Dynamic or VhdFooter.Differencing:
                if (footer.Type == VhdFooter.Differencing)
                {
                    inspection.Info.Flags |= InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles;
                    inspection.Refuse(RefusalClass.RefusalExternal, "type"u8, footer.Type, 3, place + TypeOffset);
                }

                CheckSize(inspection, place);
                return VhdDynamicHeader.Inspect(inspection, footer, ref map.Vhd);
            default:
                inspection.Refuse(RefusalClass.RefusalUnsupported, "type"u8, footer.Type, 3, place + TypeOffset);
                return FormatStatus.Answered;
        }
    }

    /// <summary>The one at the end if it is sound, else its copy at the start.</summary>
    private static FormatStatus ChooseFooter<TSource>(
        Inspection<TSource> inspection, out VhdFooter footer, out ulong place)
        where TSource : struct, IByteSource
    {
        footer = default;
        place = 0;
        if (inspection.Length < VhdFooter.Length)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "footer"u8, inspection.Length, VhdFooter.Length, 0);
        }

        Span<byte> bytes = stackalloc byte[VhdFooter.Length];
        if (!inspection.TryRead(0, bytes))
        {
            return FormatStatus.ReadFailed;
        }

        var copy = VhdFooter.Of(bytes);
        place = inspection.Length - VhdFooter.Length;
        if (!inspection.TryRead(place, bytes))
        {
            return FormatStatus.ReadFailed;
        }

        footer = VhdFooter.Of(bytes);
        if (footer.IsSound)
        {
            if (copy.IsSound && place != 0 && !footer.IsSameDisk(copy))
            {
                inspection.Refuse(RefusalClass.RefusalAmbiguous, "footer"u8, copy.CurrentSize, footer.CurrentSize, 0);
            }

            return FormatStatus.Answered;
        }

        if (!copy.IsSound)
        {
            bool isThere = footer.IsThere || copy.IsThere;
            return inspection.Stop(
                isThere ? RefusalClass.RefusalChecksum : RefusalClass.RefusalHeader,
                isThere ? "checksum"u8 : "cookie"u8,
                0,
                0,
                footer.IsThere ? place : 0);
        }

        inspection.Info.VhdInfo.FromCopy = true;
        inspection.Info.Flags |= footer.IsThere ? InfoFlags.Corrupt : InfoFlags.Truncated;
        footer = copy;
        place = 0;
        return FormatStatus.Answered;
    }

    private static void Describe<TSource>(Inspection<TSource> inspection, in VhdFooter footer)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        info.Version = footer.Version;
        info.VirtualSize = footer.IsSizeFromChs ? footer.ChsSize : footer.CurrentSize;
        info.Flags |= footer.IsSizeFromChs ? InfoFlags.SizeFromChs : 0;
        info.HasVhdInfo = true;
        info.VhdInfo.DiskType = footer.Type;
        info.VhdInfo.CurrentSize = footer.CurrentSize;
        info.VhdInfo.ChsSize = footer.ChsSize;
        Span<byte> creator = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < creator.Length; i++)
        {
            creator[i] = (byte)(footer.Creator >> (8 * (3 - i)));
        }

        Span<byte> buffer = stackalloc byte[FixedString16.Capacity];
        info.VhdInfo.CreatorApp.TrySet(EscapedName.Write(creator, buffer));
    }

    private static void CheckFixed<TSource>(Inspection<TSource> inspection, in VhdFooter footer, ulong place)
        where TSource : struct, IByteSource
    {
        ulong room = inspection.Length - VhdFooter.Length;
        if (footer.CurrentSize > room)
        {
            inspection.Refuse(
                RefusalClass.RefusalOutOfFile, "current_size"u8, footer.CurrentSize, room, place + 48);
        }

        CheckSize(inspection, place);
    }

    private static void CheckSize<TSource>(Inspection<TSource> inspection, ulong place)
        where TSource : struct, IByteSource
    {
        ulong limit = Math.Min(MaxSize, inspection.Options.VirtualSizeLimit);
        if (inspection.Info.VirtualSize > limit)
        {
            inspection.Refuse(
                RefusalClass.RefusalTooLarge, "current_size"u8, inspection.Info.VirtualSize, limit, place + 48);
        }
    }
}
