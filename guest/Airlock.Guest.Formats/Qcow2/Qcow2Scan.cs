using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Goes over entries of an L2 table, from one on, as long as what they name is of one kind and lies in one piece
/// (qcow2.txt, "Standard Cluster Descriptor", "Compressed Cluster Descriptor", "Extended L2 Entries").
/// </summary>
internal readonly ref struct Qcow2Scan
{
    private const ulong CompressedBit = 1UL << 62;
    private const ulong CopiedBit = 1UL << 63;
    private const ulong ZeroBit = 1;
    private const ulong StandardReserved = 0x3f00_0000_0000_01fe;
    private const ulong OffsetMask = 0x00ff_ffff_ffff_fe00;
    private const int Subclusters = 32;

    private readonly Qcow2Layout _layout;
    private readonly TableRange _table;
    private readonly ulong _position;
    private readonly ReadOnlySpan<byte> _entries;

    /// <param name="layout">The image.</param>
    /// <param name="table">The L2 table.</param>
    /// <param name="position">Where in it the entries are.</param>
    /// <param name="entries">Entries of it, at least one.</param>
    public Qcow2Scan(in Qcow2Layout layout, in TableRange table, ulong position, ReadOnlySpan<byte> entries)
    {
        _layout = layout;
        _table = table;
        _position = position;
        _entries = entries;
    }

    /// <summary>Finds what lies at the extent's start, which the first entry is about, and for how long.</summary>
    public bool TryFind(ref Extent extent, ref Refusal refusal)
    {
        ulong entry = BigEndian.UInt64(_entries, 0);
        if ((entry & CompressedBit) != 0)
        {
            return TryFindCompressed(entry, ref extent, ref refusal);
        }

        ulong inUnit = extent.Start % _layout.UnitSize;
        int unit = (int)(extent.Start % _layout.ClusterSize / _layout.UnitSize);
        if (!TryClassify(0, unit, extent.Start - inUnit, out Piece first, ref refusal))
        {
            return false;
        }

        extent.Kind = first.Kind;
        extent.FileOffset = first.Kind == ExtentKind.Data ? first.FileOffset + inUnit : 0;
        ulong length = _layout.UnitSize - inUnit + FollowingBytes(unit, extent.Start - inUnit, first);
        extent.Length = Math.Min(length, _layout.Size - extent.Start);
        return true;
    }

    /// <summary>
    /// Bytes behind a piece that go on as it does. What isn't sound ends them: it is refused when asked for.
    /// </summary>
    private ulong FollowingBytes(int unit, ulong start, in Piece first)
    {
        int unitsOfEntry = _layout.IsExtended ? Subclusters : 1;
        int units = _entries.Length / _layout.L2EntrySize * unitsOfEntry;
        ulong length = 0;
        Refusal ignored = default;
        for (int i = unit + 1; i < units; i++)
        {
            length += _layout.UnitSize;
            ulong at = start + length;
            if (at >= _layout.Size || !TryClassify(i / unitsOfEntry, i % unitsOfEntry, at, out Piece next, ref ignored)
                || next.Kind != first.Kind
                || (first.Kind == ExtentKind.Data && next.FileOffset != first.FileOffset + length))
            {
                return length - _layout.UnitSize;
            }
        }

        return length;
    }

    /// <summary>What a part of a cluster is; a compressed cluster is no answer to that.</summary>
    private bool TryClassify(int index, int unit, ulong virtualOffset, out Piece piece, ref Refusal refusal)
    {
        piece = default;
        ulong entry = BigEndian.UInt64(_entries, index * _layout.L2EntrySize);
        bool canBeZero = !_layout.IsVersion2 && !_layout.IsExtended;
        ulong reserved = StandardReserved | (canBeZero ? 0 : ZeroBit);
        if ((entry & CompressedBit) != 0)
        {
            piece.Kind = ExtentKind.Compressed;
            return true;
        }

        if ((entry & reserved) != 0)
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, index, new FieldValue(entry, ~reserved, 0));
        }

        piece.FileOffset = entry & OffsetMask;
        if (!_layout.IsExtended)
        {
            piece.Kind = (entry & ZeroBit) != 0 ? ExtentKind.Zero
                : piece.FileOffset != 0 ? ExtentKind.Data : ExtentKind.Hole;
        }
        else if (!TryClassifySubcluster(index, unit, ref piece, ref refusal))
        {
            return false;
        }

        return CheckPlace(index, virtualOffset, ref piece, ref refusal);
    }

    /// <summary>By the bits of the second word: 0 to 31 allocated, 32 to 63 reads as zeroes.</summary>
    private bool TryClassifySubcluster(int index, int unit, ref Piece piece, ref Refusal refusal)
    {
        ulong bits = BigEndian.UInt64(_entries, (index * _layout.L2EntrySize) + 8);
        uint allocated = (uint)bits;
        uint zero = (uint)(bits >> Subclusters);
        if ((allocated & zero) != 0 || (allocated != 0 && piece.FileOffset == 0))
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, index, new FieldValue(bits, ~(ulong)zero, 8));
        }

        bool isAllocated = (allocated >> unit & 1) != 0;
        piece.Kind = (zero >> unit & 1) != 0 ? ExtentKind.Zero : isAllocated ? ExtentKind.Data : ExtentKind.Hole;
        piece.InCluster = (uint)unit * _layout.UnitSize;
        return true;
    }

    /// <summary>A cluster lies on its boundary; data lies in the file, and where no table does.</summary>
    private bool CheckPlace(int index, ulong virtualOffset, ref Piece piece, ref Refusal refusal)
    {
        ulong cluster = piece.FileOffset;
        if (cluster % _layout.ClusterSize != 0)
        {
            return Refuse(
                ref refusal, RefusalClass.RefusalMisaligned, index, new FieldValue(cluster, _layout.ClusterSize, 0));
        }

        if (piece.Kind != ExtentKind.Data)
        {
            return true;
        }

        // The last cluster of a file may be short, by what the virtual disk doesn't need of it.
        piece.FileOffset = cluster + piece.InCluster;
        ulong needed = Math.Min(_layout.UnitSize, _layout.Size - virtualOffset);
        if (!FileRange.IsInside(piece.FileOffset, needed, _layout.FileLength))
        {
            return Refuse(
                ref refusal, RefusalClass.RefusalOutOfFile, index, new FieldValue(cluster, _layout.FileLength, 0));
        }

        return !MeetsMetadata(cluster, _layout.ClusterSize)
            || Refuse(ref refusal, RefusalClass.RefusalOverlap, index, new FieldValue(cluster, 0, 0));
    }

    private bool MeetsMetadata(ulong offset, ulong length) =>
        _layout.MeetsMetadata(offset, length) || _table.Meets(offset, length);

    private bool TryFindCompressed(ulong entry, ref Extent extent, ref Refusal refusal)
    {
        int offsetBits = 62 - (_layout.ClusterBits - 8);
        ulong offset = entry & ((1UL << offsetBits) - 1);
        ulong sectors = (entry & (CompressedBit - 1)) >> offsetBits;
        if ((entry & CopiedBit) != 0)
        {
            return Refuse(ref refusal, RefusalClass.RefusalHeader, 0, new FieldValue(entry, ~CopiedBit, 0));
        }

        // The sectors are counted from the one that the first byte lies in; the last of them may pass the file's end.
        const ulong SectorSize = 512;
        ulong length = ((sectors + 1) * SectorSize) - (offset % SectorSize);
        ulong end = FileRange.Units(_layout.FileLength, SectorSize) * SectorSize;
        if (offset >= _layout.FileLength || !FileRange.IsInside(offset, length, end))
        {
            return Refuse(
                ref refusal, RefusalClass.RefusalOutOfFile, 0, new FieldValue(offset, _layout.FileLength, 0));
        }

        if (MeetsMetadata(offset, 1))
        {
            return Refuse(ref refusal, RefusalClass.RefusalOverlap, 0, new FieldValue(offset, 0, 0));
        }

        extent.Start -= extent.Start % _layout.ClusterSize;
        extent.Kind = ExtentKind.Compressed;
        extent.Compression = _layout.Compression;
        extent.Length = Math.Min(_layout.ClusterSize, _layout.Size - extent.Start);
        extent.FileOffset = offset;
        extent.StoredLength = Math.Min(length, _layout.FileLength - offset);
        extent.BlockLength = _layout.ClusterSize;
        return true;
    }

    /// <param name="refusal">Where the reason goes.</param>
    /// <param name="reason">Its class.</param>
    /// <param name="index">Of the entry.</param>
    /// <param name="value">What stands there; its offset is that in the entry.</param>
    private bool Refuse(ref Refusal refusal, RefusalClass reason, int index, in FieldValue value)
    {
        ulong entryOffset = _table.Offset + _position + (uint)(index * _layout.L2EntrySize);
        refusal.Set(
            reason, "qcow2"u8, "l2_entry"u8, new FieldValue(value.Value, value.Limit, entryOffset + value.Offset));
        return false;
    }

    /// <summary>What a cluster, or a part of one, is.</summary>
    private struct Piece
    {
        public ExtentKind Kind;

        /// <summary>Of the cluster, then of the part.</summary>
        public ulong FileOffset;

        /// <summary>Where in the cluster the part begins.</summary>
        public ulong InCluster;
    }
}
