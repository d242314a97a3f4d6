using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Entries that tell where blocks of one size lie, each in a place of its own. Implemented by structs only.
/// </summary>
internal interface IBlockTable
{
    /// <summary>Bytes of the virtual disk.</summary>
    ulong DiskSize { get; }

    /// <summary>Bytes of a block.</summary>
    ulong BlockSize { get; }

    /// <summary>Bytes that two blocks in places of their own are apart at least.</summary>
    ulong PlaceSize { get; }

    /// <summary>Bytes of an entry.</summary>
    int EntrySize { get; }

    /// <summary>What an entry says; false, with the reason, if that isn't sound.</summary>
    /// <param name="entries">Entries of the table.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="block">The number of the block that it is about, of all of the disk.</param>
    /// <param name="stored">What it says.</param>
    /// <param name="refusal">Where the reason goes.</param>
    bool TryClassify(
        ReadOnlySpan<byte> entries, int index, ulong block, out StoredBlock stored, ref Refusal refusal);

    /// <summary>Refuses an entry whose block has the place of another one.</summary>
    void RefuseOverlap(int index, ulong fileOffset, ref Refusal refusal);
}
