using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The map of a VDI: an entry for each block (VirtualBox, "VDICore.h": VDIIMAGEBLOCKPOINTER), and what it takes to read
/// them, all of it checked.
/// </summary>
internal readonly struct VdiTable : IFlatTable
{
    /// <summary>Bytes of a block: there are no others.</summary>
    public const uint OnlyBlockSize = 1 << 20;

    private const uint NeverWritten = 0xffff_ffff;
    private const uint Discarded = 0xffff_fffe;

    private readonly TableRange _map;
    private readonly ulong _data;
    private readonly uint _allocated;

    /// <summary>Takes a header that VdiFormat has nothing against.</summary>
    public VdiTable(ReadOnlySpan<byte> header, ulong fileLength)
    {
        FileEnd = fileLength;
        DiskSize = LittleEndian.UInt64(header, 368);
        _map = new TableRange(LittleEndian.UInt32(header, 340), (ulong)LittleEndian.UInt32(header, 384) * sizeof(uint));
        _data = LittleEndian.UInt32(header, 344);
        _allocated = LittleEndian.UInt32(header, 388);
    }

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> Format => "vdi"u8;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> EntryName => "map_entry"u8;

    /// <inheritdoc/>
    public static int EntrySize => sizeof(uint);

    /// <summary>Bytes of the virtual disk, which may be any number.</summary>
    public ulong DiskSize { get; }

    /// <inheritdoc/>
    public ulong BlockSize => OnlyBlockSize;

    /// <inheritdoc/>
    public ulong PlaceSize => OnlyBlockSize;

    /// <inheritdoc/>
    public ulong FileEnd { get; }

    /// <inheritdoc/>
    public TableRange Locate(ulong block, out ulong position)
    {
        position = block * sizeof(uint);
        return _map;
    }

    /// <inheritdoc/>
    public StoredBlock Classify(ReadOnlySpan<byte> entry, ulong block)
    {
        uint index = LittleEndian.UInt32(entry, 0);
        if (index is NeverWritten or Discarded)
        {
            return new StoredBlock(index == NeverWritten ? ExtentKind.Hole : ExtentKind.Zero);
        }

        if (index >= _allocated)
        {
            return StoredBlock.Refused(RefusalClass.RefusalHeader, index, _allocated);
        }

        // Below 2^53: 32 bits of data offset, and 2^32 blocks of 2^20 bytes. The last block of a file may be short, by
        // what the virtual disk doesn't need of it.
        ulong start = _data + ((ulong)index * OnlyBlockSize);
        ulong needed = Math.Min(OnlyBlockSize, DiskSize - (block * OnlyBlockSize));
        return FileRange.IsInside(start, needed, FileEnd)
            ? new StoredBlock(ExtentKind.Data, start)
            : StoredBlock.Refused(RefusalClass.RefusalOutOfFile, start, FileEnd);
    }
}
