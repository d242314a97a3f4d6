using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// Entries that tell where blocks of one size lie, each in a place of its own. Implemented by structs only.
/// </summary>
internal interface IBlockTable
{
    /// <summary>The format's name, in refusals.</summary>
    static abstract ReadOnlySpan<byte> Format { get; }

    /// <summary>What an entry is called in refusals.</summary>
    static abstract ReadOnlySpan<byte> EntryName { get; }

    /// <summary>Bytes of an entry.</summary>
    static abstract int EntrySize { get; }

    /// <summary>Bytes of the virtual disk.</summary>
    ulong DiskSize { get; }

    /// <summary>Bytes of a block.</summary>
    ulong BlockSize { get; }

    /// <summary>Bytes that two blocks in places of their own are apart at least.</summary>
    ulong PlaceSize { get; }

    /// <summary>Bytes of the file that blocks may lie in.</summary>
    ulong FileEnd { get; }

    /// <summary>What an entry says.</summary>
    /// <param name="entry">It, and what stands behind it.</param>
    /// <param name="block">The number of the block that it is about, of all of the disk.</param>
    StoredBlock Classify(ReadOnlySpan<byte> entry, ulong block);
}
