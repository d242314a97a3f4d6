using System;

namespace Airlock.Guest.Formats;

/// <summary>Numbers with their highest byte first, inside a copy of a header or table.</summary>
internal static class BigEndian
{
    public static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) =>
        (ushort)((bytes[offset] << 8) | bytes[offset + 1]);

    public static uint UInt32(ReadOnlySpan<byte> bytes, int offset) =>
        ((uint)UInt16(bytes, offset) << 16) | UInt16(bytes, offset + 2);

    public static ulong UInt64(ReadOnlySpan<byte> bytes, int offset) =>
        ((ulong)UInt32(bytes, offset) << 32) | UInt32(bytes, offset + 4);
}
