namespace Airlock.Guest.Formats;

/// <summary>One table for all blocks of a disk.</summary>
internal interface IFlatTable : IBlockTable
{
    /// <summary>
    /// A table whose entries follow each other from that of a block on, all of it in the file; it may end before the
    /// disk does.
    /// </summary>
    /// <param name="block">The number of a block of the disk.</param>
    /// <param name="position">Where in the table its entry is, a multiple of an entry's size.</param>
    TableRange Locate(ulong block, out ulong position);
}
