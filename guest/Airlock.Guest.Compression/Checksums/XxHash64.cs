using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Airlock.Guest.Compression.Checksums;

/// <summary>XXH64 with seed 0, of which a zstd frame has the low 32 bits as its checksum (RFC 8878, 3.1.1).</summary>
public static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int StripeLength = 32;

    /// <summary>The hash of the bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (bytes.Length < StripeLength ? Prime5 : Stripes(bytes)) + (ulong)bytes.Length;
        return Avalanche(Rest(hash, bytes.Slice(bytes.Length & ~(StripeLength - 1))));
    }

    private static ulong Stripes(ReadOnlySpan<byte> bytes)
    {
        ulong a = unchecked(Prime1 + Prime2);
        ulong b = Prime2;
        ulong c = 0;
        ulong d = unchecked(0 - Prime1);
        for (; bytes.Length >= StripeLength; bytes = bytes.Slice(StripeLength))
        {
            a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8)));
            c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(16)));
            d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(24)));
        }

        ulong hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        return Merge(Merge(Merge(Merge(hash, a), b), c), d);
    }

    private static ulong Round(ulong sum, ulong lane) => BitOperations.RotateLeft(sum + (lane * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong sum) => ((hash ^ Round(0, sum)) * Prime1) + Prime4;

    private static ulong Rest(ulong hash, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes.Slice(8))
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
        }

        if (bytes.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            bytes = bytes.Slice(4);
        }

        foreach (byte value in bytes)
        {
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        }

        return hash;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }
}
