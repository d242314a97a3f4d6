using System;

namespace Airlock.Guest.Formats;

/// <summary>Numbers with their lowest byte first, inside a copy of a header or table.</summary>
internal static class LittleEndian
{
    public static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) =>
        (ushort)(bytes[offset] | (bytes[offset + 1] << 8));

    public static uint UInt32(ReadOnlySpan<byte> bytes, int offset) =>
        UInt16(bytes, offset) | ((uint)UInt16(bytes, offset + 2) << 16);

    public static ulong UInt64(ReadOnlySpan<byte> bytes, int offset) =>
        UInt32(bytes, offset) | ((ulong)UInt32(bytes, offset + 4) << 32);
}
