using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// The header of a sparse extent, as it stands in the file (VMware Virtual Disk Format 1.1, "SparseExtentHeader").
/// </summary>
internal struct VmdkHeader
{
    public const int Length = 512;
    public const uint NewlineTest = 1 << 0;
    public const uint ZeroGrains = 1 << 2;
    public const uint CompressedGrains = 1 << 16;
    public const uint Markers = 1 << 17;

    /// <summary>A directory that the footer tells of.</summary>
    public const ulong AtEnd = ulong.MaxValue;

    public uint Version;
    public uint Flags;
    public ulong Capacity;
    public ulong Grain;
    public ulong DescriptorOffset;
    public ulong DescriptorSize;
    public uint EntriesOfTable;
    public ulong DirectoryOffset;
    public ulong Overhead;
    public uint NewlineCharacters;
    public ushort Compression;

    /// <summary>Takes the fields out of 512 bytes.</summary>
    public static VmdkHeader Of(ReadOnlySpan<byte> bytes)
    {
        return new VmdkHeader
        {
            Version = LittleEndian.UInt32(bytes, 4),
            Flags = LittleEndian.UInt32(bytes, 8),
            Capacity = LittleEndian.UInt64(bytes, 12),
            Grain = LittleEndian.UInt64(bytes, 20),
            DescriptorOffset = LittleEndian.UInt64(bytes, 28),
            DescriptorSize = LittleEndian.UInt64(bytes, 36),
            EntriesOfTable = LittleEndian.UInt32(bytes, 44),
            DirectoryOffset = LittleEndian.UInt64(bytes, 56),
            Overhead = LittleEndian.UInt64(bytes, 64),
            NewlineCharacters = LittleEndian.UInt32(bytes, 73),
            Compression = LittleEndian.UInt16(bytes, 77),
        };
    }

    /// <summary>Whether a footer is that of the same extent.</summary>
    public readonly bool IsSameExtent(in VmdkHeader footer) =>
        Version == footer.Version && Capacity == footer.Capacity && Grain == footer.Grain
        && DescriptorOffset == footer.DescriptorOffset && DescriptorSize == footer.DescriptorSize;
}
