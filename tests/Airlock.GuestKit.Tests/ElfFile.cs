using System.Buffers.Binary;

namespace Airlock.GuestKit.Tests;

/// <summary>As much of an ELF64 file as a loader looks at.</summary>
internal sealed class ElfFile
{
    private const int ProgramHeaderSize = 56;

    public ElfFile(byte[] file)
    {
        EntryPoint = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(24));
        int table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(32)));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(56));
        Segments = [.. Enumerable.Range(0, count).Select(i => Segment(file, table + (i * ProgramHeaderSize)))];
    }

    public ulong EntryPoint { get; }

    public IReadOnlyList<ElfSegment> Segments { get; }

    public IEnumerable<ElfSegment> Loaded => Segments.Where(segment => segment.Type == ElfSegment.Load);

    private static ElfSegment Segment(byte[] file, int at)
    {
        ReadOnlySpan<byte> header = file.AsSpan(at, ProgramHeaderSize);
        int offset = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[32..]));
        return new ElfSegment(
            BinaryPrimitives.ReadUInt32LittleEndian(header),
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(header[40..]),
            file.AsSpan(offset, length).ToArray());
    }
}
