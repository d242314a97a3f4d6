using System;

namespace Airlock.Guest.Formats;

/// <summary>What reading a VDI needs of its header, all of it checked.</summary>
internal readonly struct VdiLayout
{
    /// <summary>Bytes of a block: there are no others.</summary>
    public const uint BlockSize = 1 << 20;

    /// <summary>Takes a header that VdiFormat has nothing against.</summary>
    public VdiLayout(ReadOnlySpan<byte> header, ulong fileLength)
    {
        FileLength = fileLength;
        Size = LittleEndian.UInt64(header, 368);
        Map = new TableRange(LittleEndian.UInt32(header, 340), (ulong)LittleEndian.UInt32(header, 384) * VdiMap.EntrySize);
        Data = LittleEndian.UInt32(header, 344);
        Allocated = LittleEndian.UInt32(header, 388);
    }

    /// <summary>Bytes of the file.</summary>
    public readonly ulong FileLength;

    /// <summary>Bytes of the virtual disk, which may be any number.</summary>
    public readonly ulong Size;

    /// <summary>An entry for each block of the virtual disk.</summary>
    public readonly TableRange Map;

    /// <summary>Where the first stored block lies.</summary>
    public readonly ulong Data;

    /// <summary>How many blocks are stored.</summary>
    public readonly uint Allocated;
}
