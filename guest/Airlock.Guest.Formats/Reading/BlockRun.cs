using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Goes over entries of a table, from one on, as long as what they tell of is of one kind and lies in one piece.
/// </summary>
/// <typeparam name="TTable">What the entries mean.</typeparam>
internal readonly ref struct BlockRun<TTable>
    where TTable : struct, IBlockTable
{
    private readonly TTable _table;
    private readonly ReadOnlySpan<byte> _entries;
    private readonly ulong _place;
    private readonly Span<byte> _marks;
    private readonly ref BlockMarks _seen;

    /// <param name="table">What the entries mean.</param>
    /// <param name="entries">Entries of it, at least one.</param>
    /// <param name="place">Where in the file the first one is.</param>
    /// <param name="marks">The memory of <paramref name="seen"/>.</param>
    /// <param name="seen">Places that other blocks have.</param>
    public BlockRun(in TTable table, ReadOnlySpan<byte> entries, ulong place, Span<byte> marks, ref BlockMarks seen)
    {
        _table = table;
        _entries = entries;
        _place = place;
        _marks = marks;
        _seen = ref seen;
    }

    /// <summary>
    /// Finds what lies at the extent's start, which the first entry is about, and for how long; of a compressed block,
    /// which is decoded as a whole, all of it.
    /// </summary>
    public bool TryFind(ref Extent extent, ref Refusal refusal)
    {
        ulong block = extent.Start / _table.BlockSize;
        ulong inBlock = extent.Start % _table.BlockSize;
        StoredBlock first = _table.Classify(_entries, block);
        if (first.IsSound && !TryMark(block, first))
        {
            first = StoredBlock.Refused(RefusalClass.RefusalOverlap, first.FileOffset, 0);
        }

        if (!first.IsSound)
        {
            refusal.Set(
                first.Reason, TTable.Format, TTable.EntryName, new FieldValue(first.Value, first.Limit, _place));
            return false;
        }

        extent.Kind = first.Kind;
        if (first.Kind == ExtentKind.Compressed)
        {
            extent.Start -= inBlock;
            extent.FileOffset = first.FileOffset;
            extent.Length = Math.Min(_table.BlockSize, _table.DiskSize - extent.Start);
            return true;
        }

        extent.FileOffset = first.Kind == ExtentKind.Data ? first.FileOffset + inBlock : 0;
        ulong length = (BlocksAlike(block, first) * _table.BlockSize) - inBlock;
        extent.Length = Math.Min(length, _table.DiskSize - extent.Start);
        return true;
    }

    /// <summary>
    /// How many blocks go on as the first one does. What isn't sound ends them: it is refused when asked for.
    /// </summary>
    private uint BlocksAlike(ulong block, in StoredBlock first)
    {
        ulong blocks = FileRange.Units(_table.DiskSize, _table.BlockSize) - block;
        uint end = (uint)Math.Min((ulong)(_entries.Length / TTable.EntrySize), blocks);
        uint count = 1;
        while (count < end && GoesOn(block, count, first))
        {
            count++;
        }

        return count;
    }

    private bool GoesOn(ulong block, uint count, in StoredBlock first)
    {
        StoredBlock next = _table.Classify(_entries.Slice((int)count * TTable.EntrySize), block + count);
        return next.IsSound && next.Kind == first.Kind
            && (first.Kind != ExtentKind.Data || next.FileOffset == first.FileOffset + (count * _table.BlockSize))
            && TryMark(block + count, next);
    }

    /// <summary>Marks the place of a block that has one.</summary>
    private bool TryMark(ulong block, in StoredBlock stored) => stored.Kind is ExtentKind.Hole or ExtentKind.Zero
        || _seen.TryMark(_marks, block, stored.FileOffset / _table.PlaceSize);
}
