using System.Runtime.InteropServices;

namespace System.Buffers.Binary;

/// <summary>Numbers in bytes; the processor is little-endian.</summary>
public static class BinaryPrimitives
{
    /// <summary>Reads 2 bytes; a panic if there are fewer.</summary>
    public static ushort ReadUInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ushort>(source);

    /// <summary>Writes 2 bytes; a panic if there is less room.</summary>
    public static void WriteUInt16LittleEndian(Span<byte> destination, ushort value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 2 bytes; a panic if there are fewer.</summary>
    public static short ReadInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<short>(source);

    /// <summary>Writes 2 bytes; a panic if there is less room.</summary>
    public static void WriteInt16LittleEndian(Span<byte> destination, short value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 4 bytes; a panic if there are fewer.</summary>
    public static uint ReadUInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<uint>(source);

    /// <summary>Writes 4 bytes; a panic if there is less room.</summary>
    public static void WriteUInt32LittleEndian(Span<byte> destination, uint value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 4 bytes; a panic if there are fewer.</summary>
    public static int ReadInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<int>(source);

    /// <summary>Writes 4 bytes; a panic if there is less room.</summary>
    public static void WriteInt32LittleEndian(Span<byte> destination, int value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 8 bytes; a panic if there are fewer.</summary>
    public static ulong ReadUInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ulong>(source);

    /// <summary>Writes 8 bytes; a panic if there is less room.</summary>
    public static void WriteUInt64LittleEndian(Span<byte> destination, ulong value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 8 bytes; a panic if there are fewer.</summary>
    public static long ReadInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<long>(source);

    /// <summary>Writes 8 bytes; a panic if there is less room.</summary>
    public static void WriteInt64LittleEndian(Span<byte> destination, long value) =>
        MemoryMarshal.Write(destination, in value);

    /// <summary>Reads 4 bytes, the highest first; a panic if there are fewer.</summary>
    public static uint ReadUInt32BigEndian(ReadOnlySpan<byte> source) => Reversed(MemoryMarshal.Read<uint>(source));

    /// <summary>Writes 4 bytes, the highest first; a panic if there is less room.</summary>
    public static void WriteUInt32BigEndian(Span<byte> destination, uint value)
    {
        uint reversed = Reversed(value);
        MemoryMarshal.Write(destination, in reversed);
    }

    /// <summary>Writes 8 bytes, the highest first; a panic if there is less room.</summary>
    public static void WriteUInt64BigEndian(Span<byte> destination, ulong value)
    {
        WriteUInt32BigEndian(destination, (uint)(value >> 32));
        WriteUInt32BigEndian(destination.Slice(sizeof(uint)), (uint)value);
    }

    private static uint Reversed(uint value) =>
        (value << 24) | ((value & 0xff00) << 8) | ((value >> 8) & 0xff00) | (value >> 24);
}
