using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a qcow2 image is: header, extensions and the places of its tables (qcow2.txt).</summary>
internal static class Qcow2Format
{
    private const uint MinClusterBits = 9;
    private const uint MaxClusterBits = 21;
    private const uint MaxRefcountOrder = 6;
    private const uint MinClusterBitsOfExtendedL2 = 14;
    private const uint MaxBackingLength = 1023;
    private const int CompressionTypeOffset = 104;
    private const ulong MaxL1Bytes = 32 << 20;
    private const ulong MaxRefcountTableBytes = 8 << 20;
    private const uint MaxSnapshots = 65536;
    private const ulong SnapshotEntryLength = 40; // at least



    /// <summary>Checks a header, says what it says, and prepares the mapping where the header allows one.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ref Qcow2Map map)
        where TSource : struct, IByteSource
    {
        FormatStatus status = TryReadHeader(inspection, out Qcow2Header header);
        if (status != FormatStatus.Answered || inspection.Info.HasConvertible)
        {
            return status;
        }

        status = CheckShape(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        Describe(inspection, header);
        status = Qcow2References.Inspect(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        CheckFeatures(inspection, header);
        status = CheckTables(inspection, header);
        if (status == FormatStatus.Answered && !inspection.Info.HasConvertible)
        {
            map.Open(header, inspection.Length);
        }

        return status;
    }

    /// <summary>Reads the header; a version that isn't known is no more than reported.</summary>
    private static FormatStatus TryReadHeader<TSource>(Inspection<TSource> inspection, out Qcow2Header header)
        where TSource : struct, IByteSource
    {
        header = default;
        Span<byte> bytes = stackalloc byte[CompressionTypeOffset + 8];
        bytes.Clear();
        bytes = bytes.Slice(0, (int)Math.Min((ulong)bytes.Length, inspection.Length));
        if (bytes.Length < Qcow2Header.LengthOfVersion2)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "header"u8, inspection.Length, Qcow2Header.LengthOfVersion2, 0);
        }

        if (!inspection.TryRead(0, bytes))
        {
            return FormatStatus.ReadFailed;
        }

        if (!bytes.Slice(0, 4).SequenceEqual(Signatures.Qcow))
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "magic"u8, BigEndian.UInt32(bytes, 0), 0x514649fb, 0);
        }

        header = Qcow2Header.OfVersion2(bytes);
        inspection.Info.Version = header.Version;
        if (header.Version is not (2 or 3))
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "version"u8, header.Version, 3, 4);
            return FormatStatus.Answered;
        }

        return header.Version == 2 ? FormatStatus.Answered : AddVersion3(inspection, bytes, ref header);
    }

    private static FormatStatus AddVersion3<TSource>(
        Inspection<TSource> inspection, ReadOnlySpan<byte> bytes, ref Qcow2Header header)
        where TSource : struct, IByteSource
    {
        if (bytes.Length < Qcow2Header.LengthOfVersion3)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "header"u8, inspection.Length, Qcow2Header.LengthOfVersion3, 0);
        }

        header.AddVersion3(bytes);
        if (header.HeaderLength <= CompressionTypeOffset)
        {
            return FormatStatus.Answered;
        }

        if (bytes.Length <= CompressionTypeOffset)
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "header_length"u8, header.HeaderLength, inspection.Length, 100);
        }

        header.CompressionType = bytes[CompressionTypeOffset];
        return FormatStatus.Answered;
    }

    /// <summary>What all else is computed from.</summary>
    private static FormatStatus CheckShape<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        if (header.ClusterBits is < MinClusterBits or > MaxClusterBits)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "cluster_bits"u8, header.ClusterBits, MaxClusterBits, 20);
        }

        if (header.Version == 3 && (header.HeaderLength < Qcow2Header.LengthOfVersion3
            || header.HeaderLength > header.ClusterSize || header.HeaderLength % 8 != 0))
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "header_length"u8, header.HeaderLength, header.ClusterSize, 100);
        }

        if (header.RefcountOrder > MaxRefcountOrder)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "refcount_order"u8, header.RefcountOrder, MaxRefcountOrder, 96);
        }

        bool isExtended = (header.Incompatible & Qcow2Header.ExtendedL2) != 0;
        if (isExtended && header.ClusterBits < MinClusterBitsOfExtendedL2)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "cluster_bits"u8, header.ClusterBits, MinClusterBitsOfExtendedL2, 20);
        }

        bool hasBit = (header.Incompatible & Qcow2Header.CompressionBit) != 0;
        return hasBit == (header.CompressionType != 0)
            ? FormatStatus.Answered
            : inspection.Stop(
                RefusalClass.RefusalHeader, "compression_type"u8, header.CompressionType, 1, CompressionTypeOffset);
    }

    private static void Describe<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        info.VirtualSize = header.Size;
        info.ClusterSize = (uint)header.ClusterSize;
        info.Flags |= header.CryptMethod != 0 ? InfoFlags.Encrypted : 0;
        info.Flags |= header.Snapshots != 0 ? InfoFlags.Snapshots : 0;
        info.Flags |= (header.Incompatible & Qcow2Header.Dirty) != 0 ? InfoFlags.Dirty : 0;
        info.Flags |= (header.Incompatible & Qcow2Header.Corrupt) != 0 ? InfoFlags.Corrupt : 0;
        info.Flags |= (header.Incompatible & Qcow2Header.ExternalData) != 0
            ? InfoFlags.ExternalData | InfoFlags.NeedsOtherFiles : 0;
        info.HasQcow2Info = true;
        ref Qcow2Info qcow2 = ref info.Qcow2Info;
        qcow2.Compat.TrySet(header.Version == 2 ? "0.10"u8 : "1.1"u8);
        qcow2.CompressionType.TrySet(CompressionName(header.CompressionType));
        qcow2.LazyRefcounts = (header.Compatible & Qcow2Header.LazyRefcounts) != 0;
        qcow2.RefcountBits = 1U << (int)header.RefcountOrder;
        qcow2.Corrupt = (header.Incompatible & Qcow2Header.Corrupt) != 0;
        qcow2.Dirty = (header.Incompatible & Qcow2Header.Dirty) != 0;
        qcow2.ExtendedL2 = (header.Incompatible & Qcow2Header.ExtendedL2) != 0;
        qcow2.NbSnapshots = header.Snapshots;
        qcow2.Incompatible = header.Incompatible;
        qcow2.Compatible = header.Compatible;
        qcow2.Autoclear = header.Autoclear;
        qcow2.DataFileRaw = (header.Autoclear & Qcow2Header.RawExternalData) != 0;
        qcow2.CryptMethod = header.CryptMethod;
    }

    private static ReadOnlySpan<byte> CompressionName(byte type)
    {
        return type switch
        {
            0 => "zlib"u8,
            1 => "zstd"u8,
            _ => "unknown"u8,
        };
    }

    /// <summary>What is well-formed, and can't be read here.</summary>
    private static void CheckFeatures<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        if (header.CryptMethod != 0)
        {
            RefusalClass reason = header.CryptMethod is 1 or 2
                ? RefusalClass.RefusalEncrypted : RefusalClass.RefusalUnsupported;
            inspection.Refuse(reason, "crypt_method"u8, header.CryptMethod, 0, 32);
        }

        ulong unknown = header.Incompatible & ~Qcow2Header.KnownIncompatible;
        if (unknown != 0)
        {
            inspection.Refuse(
                RefusalClass.RefusalUnsupported, "incompatible_features"u8, unknown, Qcow2Header.KnownIncompatible, 72);
        }

        if (header.CompressionType > 1)
        {
            inspection.Refuse(
                RefusalClass.RefusalUnsupported,
                "compression_type"u8,
                header.CompressionType,
                1,
                CompressionTypeOffset);
        }

        if ((header.Incompatible & Qcow2Header.Corrupt) != 0 && !inspection.Options.AcceptsCorrupt)
        {
            inspection.Refuse(
                RefusalClass.RefusalCorrupt, "incompatible_features"u8, header.Incompatible, ~Qcow2Header.Corrupt, 72);
        }

        ulong limit = Math.Min(inspection.Options.VirtualSizeLimit, long.MaxValue);
        if (header.Size > limit)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "size"u8, header.Size, limit, 24);
        }
    }

    private static FormatStatus CheckTables<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        FormatStatus status = CheckL1(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        status = CheckRefcountTable(inspection, header);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        if (header.Snapshots > MaxSnapshots)
        {
            inspection.Refuse(RefusalClass.RefusalTooLarge, "nb_snapshots"u8, header.Snapshots, MaxSnapshots, 60);
        }
        else if (header.Snapshots != 0)
        {
            CheckPlace(
                inspection,
                "snapshots_offset"u8,
                new TableRange(header.SnapshotsOffset, header.Snapshots * SnapshotEntryLength),
                header.ClusterSize,
                fieldOffset: 64);
        }

        return FormatStatus.Answered;
    }

    private static FormatStatus CheckL1<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        ulong bytes = (ulong)header.L1Entries * Qcow2Map.L1EntrySize;
        if (bytes > MaxL1Bytes)
        {
            return inspection.Stop(
                RefusalClass.RefusalTooLarge,
                "l1_size"u8,
                header.L1Entries,
                MaxL1Bytes / Qcow2Map.L1EntrySize,
                36);
        }

        bool isSizeTaken = header.Size <= Math.Min(inspection.Options.VirtualSizeLimit, long.MaxValue);
        ulong needed = FileRange.Units(header.Size, header.L1Reach);
        if (isSizeTaken && header.L1Entries < needed)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "l1_size"u8, header.L1Entries, needed, 36);
        }

        var table = new TableRange(header.L1Offset, bytes);
        CheckPlace(inspection, "l1_table_offset"u8, table, header.ClusterSize, fieldOffset: 40);
        if (table.Meets(0, header.ClusterSize))
        {
            inspection.Refuse(
                RefusalClass.RefusalOverlap, "l1_table_offset"u8, header.L1Offset, header.ClusterSize, 40);
        }

        return FormatStatus.Answered;
    }

    private static FormatStatus CheckRefcountTable<TSource>(Inspection<TSource> inspection, in Qcow2Header header)
        where TSource : struct, IByteSource
    {
        ulong maxClusters = MaxRefcountTableBytes >> (int)header.ClusterBits;
        if (header.RefcountTableClusters == 0)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "refcount_table_clusters"u8, 0, maxClusters, 56);
        }

        if (header.RefcountTableClusters > maxClusters)
        {
            return inspection.Stop(
                RefusalClass.RefusalTooLarge,
                "refcount_table_clusters"u8,
                header.RefcountTableClusters,
                maxClusters,
                56);
        }

        var table = new TableRange(header.RefcountTableOffset, header.RefcountTableClusters * header.ClusterSize);
        CheckPlace(inspection, "refcount_table_offset"u8, table, header.ClusterSize, fieldOffset: 48);
        ulong l1Bytes = (ulong)header.L1Entries * Qcow2Map.L1EntrySize;
        if (table.Meets(0, header.ClusterSize) || table.Meets(header.L1Offset, l1Bytes))
        {
            inspection.Refuse(
                RefusalClass.RefusalOverlap,
                "refcount_table_offset"u8,
                header.RefcountTableOffset,
                header.L1Offset,
                48);
        }

        return FormatStatus.Answered;
    }

    private static void CheckPlace<TSource>(
        Inspection<TSource> inspection,
        ReadOnlySpan<byte> field,
        in TableRange table,
        ulong alignment,
        ulong fieldOffset)
        where TSource : struct, IByteSource
    {
        if (table.Offset % alignment != 0)
        {
            inspection.Refuse(RefusalClass.RefusalMisaligned, field, table.Offset, alignment, fieldOffset);
        }

        if (!inspection.IsInside(table.Offset, table.Length))
        {
            inspection.Refuse(RefusalClass.RefusalOutOfFile, field, table.Offset, inspection.Length, fieldOffset);
        }
    }
}
