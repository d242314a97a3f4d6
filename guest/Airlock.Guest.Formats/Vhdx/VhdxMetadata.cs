using System;
using System.Numerics;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>The metadata of a VHDX ([MS-VHDX] 2.6): what the virtual disk is.</summary>
internal static class VhdxMetadata
{
    private const int HeaderLength = 32;
    private const int EntryLength = 32;
    private const uint MaxEntries = 2047;
    private const ulong TableLength = 64 << 10;
    private const uint MinBlockSize = 1 << 20;
    private const uint MaxBlockSize = 256 << 20;
    private const ulong MaxSize = 1UL << 46;
    private const uint Required = 4;

    private static ReadOnlySpan<byte> Signature => "metadata"u8;

    /// <summary>Reads all items, and checks the block table's length by them.</summary>
    public static FormatStatus Inspect<TSource>(
        Inspection<TSource> inspection, in VhdxRegions regions, ref BlockMap<VhdxTable> map)
        where TSource : struct, IByteSource
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (regions.Metadata.Length < TableLength)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader,
                "metadata"u8,
                regions.Metadata.Length,
                TableLength,
                regions.Metadata.Offset);
        }

        if (!inspection.TryRead(regions.Metadata.Offset, header))
        {
            return FormatStatus.ReadFailed;
        }

        uint count = LittleEndian.UInt16(header, 10);
        if (!header.Slice(0, 8).SequenceEqual(Signature) || count > MaxEntries)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "metadata"u8, count, MaxEntries, regions.Metadata.Offset);
        }

        var items = default(VhdxItems);
        FormatStatus status = ReadItems(inspection, regions.Metadata, count, ref items);
        return status == FormatStatus.Answered ? Check(inspection, items, regions, ref map) : status;
    }

    private static FormatStatus ReadItems<TSource>(
        Inspection<TSource> inspection, in TableRange metadata, uint count, ref VhdxItems items)
        where TSource : struct, IByteSource
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        for (uint i = 0; i < count; i++)
        {
            ulong place = metadata.Offset + HeaderLength + (i * EntryLength);
            if (!inspection.TryRead(place, entry))
            {
                return FormatStatus.ReadFailed;
            }

            uint offset = LittleEndian.UInt32(entry, 16);
            uint length = LittleEndian.UInt32(entry, 20);
            if (length != 0 && (offset < TableLength || !FileRange.IsInside(offset, length, metadata.Length)))
            {
                return inspection.Stop(
                    RefusalClass.RefusalHeader, "metadata_item.offset"u8, offset, metadata.Length, place + 16);
            }

            FormatStatus status = ReadItem(
                inspection, entry, new TableRange(metadata.Offset + offset, length), ref items);
            if (status != FormatStatus.Answered)
            {
                return status;
            }
        }

        return FormatStatus.Answered;
    }

    private static FormatStatus ReadItem<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> entry, in TableRange place, ref VhdxItems items)
        where TSource : struct, IByteSource
    {
        VhdxItem item = VhdxItems.Of(entry.Slice(0, VhdxGuids.Length));
        if (item == VhdxItem.Unknown)
        {
            if ((LittleEndian.UInt32(entry, 24) & Required) != 0)
            {
                inspection.Refuse(
                    RefusalClass.RefusalUnsupported, "metadata_item"u8, LittleEndian.UInt32(entry, 0), 0, place.Offset);
            }

            return FormatStatus.Answered;
        }

        if (!items.TryNote(item))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "metadata_item"u8, (uint)item, 1, place.Offset);
        }

        if (item is VhdxItem.Page83 or VhdxItem.ParentLocator)
        {
            return item == VhdxItem.ParentLocator
                ? VhdxParentLocator.Inspect(inspection, place)
                : FormatStatus.Answered;
        }

        int needed = item is VhdxItem.FileParameters or VhdxItem.VirtualSize ? 8 : 4;
        if (place.Length < (ulong)needed)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "metadata_item.length"u8, place.Length, (ulong)needed, place.Offset);
        }

        Span<byte> value = stackalloc byte[8];
        value.Clear();
        if (!inspection.TryRead(place.Offset, value.Slice(0, needed)))
        {
            return FormatStatus.ReadFailed;
        }

        items.Take(item, LittleEndian.UInt64(value, 0));
        return FormatStatus.Answered;
    }

    private static FormatStatus Check<TSource>(
        Inspection<TSource> inspection, in VhdxItems items, in VhdxRegions regions, ref BlockMap<VhdxTable> map)
        where TSource : struct, IByteSource
    {
        if (!items.HasAll)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "metadata_item"u8, 0, 0, regions.Metadata.Offset);
        }

        Describe(inspection, items);
        ulong place = regions.Metadata.Offset;
        if (!BitOperations.IsPow2(items.BlockSize) || items.BlockSize is < MinBlockSize or > MaxBlockSize)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "block_size"u8, items.BlockSize, MaxBlockSize, place);
        }

        if (items.LogicalSector is not (512 or 4096) || items.VirtualSize % items.LogicalSector != 0)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "logical_sector_size"u8, items.LogicalSector, 4096, place);
        }

        if (items.HasParent)
        {
            inspection.Info.Flags |= InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles;
            inspection.Refuse(RefusalClass.RefusalExternal, "has_parent"u8, 1, 0, place);
        }

        ulong limit = Math.Min(MaxSize, inspection.Options.VirtualSizeLimit);
        if (items.VirtualSize > limit)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "virtual_disk_size"u8, items.VirtualSize, limit, place);
            return FormatStatus.Answered;
        }

        if (items.LogicalSector != 512)
        {
            inspection.Refuse(
                RefusalClass.RefusalUnsupported, "logical_sector_size"u8, items.LogicalSector, 512, place);
        }

        return CheckBat(inspection, items, regions, ref map);
    }

    /// <summary>The table has an entry for each block, and one between them for every so many.</summary>
    private static FormatStatus CheckBat<TSource>(
        Inspection<TSource> inspection, in VhdxItems items, in VhdxRegions regions, ref BlockMap<VhdxTable> map)
        where TSource : struct, IByteSource
    {
        var table = new VhdxTable
        {
            DiskSize = items.VirtualSize,
            BlockSize = items.BlockSize,
            LogicalSector = items.LogicalSector,
            Regions = regions,
            FileEnd = inspection.Length,
        };
        if (regions.Bat.Length / sizeof(ulong) < table.Entries)
        {
            return inspection.Stop(
                RefusalClass.RefusalTooLarge,
                "virtual_disk_size"u8,
                items.VirtualSize,
                regions.Bat.Length,
                regions.Metadata.Offset);
        }

        map.Open(table, inspection.Marks);
        return FormatStatus.Answered;
    }

    private static void Describe<TSource>(Inspection<TSource> inspection, in VhdxItems items)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        info.VirtualSize = items.VirtualSize;
        info.ClusterSize = items.BlockSize;
        info.VhdxInfo.BlockSize = items.BlockSize;
        info.VhdxInfo.LogicalSector = items.LogicalSector;
        info.VhdxInfo.PhysicalSector = items.PhysicalSector;
        info.VhdxInfo.Fixed = items.IsFixed;
        info.VhdxInfo.HasParent = items.HasParent;
    }
}
