using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a VDI is (VirtualBox, "VDICore.h": VDIPREHEADER and VDIHEADER1PLUS).</summary>
internal static class VdiFormat
{
    private const int HeaderLength = 512;
    private const uint KnownVersion = 0x0001_0001;
    private const uint MinHeaderSize = 0x180;
    private const uint Dynamic = 1;
    private const uint Fixed = 2;
    private const uint Undo = 3;
    private const uint Differencing = 4;
    private const uint OnlyBlockSize = VdiTable.OnlyBlockSize;
    private const uint MaxBlocks = 0x1fff_ff80;
    private const uint Sector = 512;
    private const int LinkOffset = 424;
    private const int UuidLength = 16;

    /// <summary>Checks the header, and where map and data lie, and prepares the mapping where it allows one.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref BlockMap<VdiTable> map)
        where TSource : struct, IByteSource
    {
        if (inspection.Length < HeaderLength)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "header"u8, inspection.Length, HeaderLength, 0);
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        if (!inspection.TryRead(0, header))
        {
            return FormatStatus.ReadFailed;
        }

        if (!header.Slice(64, sizeof(uint)).SequenceEqual(Signatures.Vdi))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "signature"u8, LittleEndian.UInt32(header, 64), 0xbeda107f, 64);
        }

        uint version = LittleEndian.UInt32(header, 68);
        inspection.Info.Version = version;
        if (version != KnownVersion)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "version"u8, version, KnownVersion, 68);
            return FormatStatus.Answered;
        }

        Describe(inspection, header);
        CheckType(inspection, header);
        FormatStatus status = CheckShape(inspection, header);
        if (status == FormatStatus.Answered && !inspection.Info.HasConvertible)
        {
            map.Open(new VdiTable(header, inspection.Length), inspection.Marks);
        }

        return status;
    }

    private static void Describe<TSource>(Inspection<TSource> inspection, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        info.VirtualSize = LittleEndian.UInt64(header, 368);
        info.ClusterSize = LittleEndian.UInt32(header, 376);
        info.HasVdiInfo = true;
        info.VdiInfo.ImageType = LittleEndian.UInt32(header, 76);
        info.VdiInfo.BlockSize = info.ClusterSize;
        info.VdiInfo.BlocksInImage = LittleEndian.UInt32(header, 384);
        info.VdiInfo.BlocksAllocated = LittleEndian.UInt32(header, 388);
        Span<byte> uuid = stackalloc byte[Uuid.TextLength];
        Uuid.Write(header.Slice(392, UuidLength), uuid);
        info.VdiInfo.Uuid.TrySet(uuid);
    }

    private static void CheckType<TSource>(Inspection<TSource> inspection, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        uint type = LittleEndian.UInt32(header, 76);
        bool hasParent = false;
        foreach (byte value in header.Slice(LinkOffset, 2 * UuidLength))
        {
            hasParent |= value != 0;
        }

        if (type is Undo or Differencing || hasParent)
        {
            inspection.Info.Flags |= InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles;
            inspection.Refuse(RefusalClass.RefusalExternal, "type"u8, type, Fixed, 76);
        }
        else if (type is not (Dynamic or Fixed))
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "type"u8, type, Fixed, 76);
        }
    }

    private static FormatStatus CheckShape<TSource>(Inspection<TSource> inspection, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        uint headerSize = LittleEndian.UInt32(header, 72);
        if (headerSize < MinHeaderSize)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "header_size"u8, headerSize, MinHeaderSize, 72);
        }

        uint blockSize = LittleEndian.UInt32(header, 376);
        if (blockSize == 0)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "block_size"u8, 0, OnlyBlockSize, 376);
        }

        if (blockSize != OnlyBlockSize)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "block_size"u8, blockSize, OnlyBlockSize, 376);
            return FormatStatus.Answered;
        }

        RefuseUnless(inspection, header, 360, Sector, "sector_size"u8);
        RefuseUnless(inspection, header, 380, 0, "block_extra"u8);
        return CheckTables(inspection, header);
    }

    private static void RefuseUnless<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> header, int offset, uint only, ReadOnlySpan<byte> field)
        where TSource : struct, IByteSource
    {
        uint value = LittleEndian.UInt32(header, offset);
        if (value != only)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, field, value, only, (uint)offset);
        }
    }

    private static FormatStatus CheckTables<TSource>(Inspection<TSource> inspection, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        ulong size = inspection.Info.VirtualSize;
        uint blocks = inspection.Info.VdiInfo.BlocksInImage;
        uint allocated = inspection.Info.VdiInfo.BlocksAllocated;
        ulong sizeLimit = inspection.Options.VirtualSizeLimit;
        if (blocks > MaxBlocks)
        {
            return inspection.Stop(RefusalClass.RefusalTooLarge, "blocks"u8, blocks, MaxBlocks, 384);
        }

        if (size > sizeLimit)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "size"u8, size, sizeLimit, 368);
        }
        else if (size > (ulong)blocks * OnlyBlockSize)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "size"u8, size, (ulong)blocks * OnlyBlockSize, 368);
        }

        if (allocated > blocks)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "blocks_allocated"u8, allocated, blocks, 388);
        }

        CheckPlaces(inspection, LittleEndian.UInt32(header, 340), LittleEndian.UInt32(header, 344));
        return FormatStatus.Answered;
    }

    private static void CheckPlaces<TSource>(Inspection<TSource> inspection, uint map, uint data)
        where TSource : struct, IByteSource
    {
        ulong mapLength = (ulong)inspection.Info.VdiInfo.BlocksInImage * sizeof(uint);
        if (map % Sector != 0)
        {
            inspection.Refuse(RefusalClass.RefusalMisaligned, "map_offset"u8, map, Sector, 340);
        }

        if (data % Sector != 0)
        {
            inspection.Refuse(RefusalClass.RefusalMisaligned, "data_offset"u8, data, Sector, 344);
        }

        if (!inspection.IsInside(map, mapLength))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "map_offset"u8, map, inspection.Length, 340);
        }

        if (!inspection.IsInside(data, 0))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, "data_offset"u8, data, inspection.Length, 344);
        }

        if (map < HeaderLength || data < map || data - map < mapLength)
        {
            inspection.Refuse(RefusalClass.RefusalOverlap, "data_offset"u8, data, map + mapLength, 344);
        }

        CheckBlocks(inspection, data);
    }

    /// <summary>
    /// The blocks that are there lie one after the other; the last one may be short by what isn't needed.
    /// </summary>
    private static void CheckBlocks<TSource>(Inspection<TSource> inspection, uint data)
        where TSource : struct, IByteSource
    {
        uint allocated = inspection.Info.VdiInfo.BlocksAllocated;
        ulong partOfLast = inspection.Info.VirtualSize % OnlyBlockSize;
        bool isLastWhole = partOfLast == 0 || allocated == 0;
        ulong needed = ((ulong)allocated * OnlyBlockSize) - (isLastWhole ? 0 : OnlyBlockSize - partOfLast);
        if (!inspection.IsInside(data, needed))
        {
            inspection.Refuse(
                RefusalClass.RefusalOutOfFile, "blocks_allocated"u8, allocated, inspection.Length, 388);
        }
    }
}
