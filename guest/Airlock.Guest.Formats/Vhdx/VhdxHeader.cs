using System;

namespace Airlock.Guest.Formats;

/// <summary>One of the two headers of a VHDX ([MS-VHDX] 2.2.2).</summary>
internal struct VhdxHeader
{
    public const ulong FirstOffset = 64 << 10;
    public const ulong SecondOffset = 128 << 10;
    public const int Length = 4096;

    /// <summary>Bytes that have a meaning.</summary>
    public const int UsedLength = 80;

    public ulong Sequence;
    public ushort LogVersion;
    public ushort Version;
    public uint LogLength;
    public ulong LogOffset;

    /// <summary>Whether a log is in use.</summary>
    public bool HasLog;

    /// <summary>Whether signature and checksum are right.</summary>
    public bool IsSound;

    private static ReadOnlySpan<byte> Signature => "head"u8;

    /// <summary>Takes the fields out of the first <see cref="UsedLength"/> bytes.</summary>
    /// <param name="bytes">Those.</param>
    /// <param name="checksum">Over all <see cref="Length"/> bytes, with the field as 0.</param>
    public static VhdxHeader Of(ReadOnlySpan<byte> bytes, uint checksum)
    {
        return new VhdxHeader
        {
            IsSound = bytes.StartsWith(Signature) && LittleEndian.UInt32(bytes, 4) == checksum,
            Sequence = LittleEndian.UInt64(bytes, 8),
            HasLog = LittleEndian.UInt64(bytes, 48) != 0 || LittleEndian.UInt64(bytes, 56) != 0,
            LogVersion = LittleEndian.UInt16(bytes, 64),
            Version = LittleEndian.UInt16(bytes, 66),
            LogLength = LittleEndian.UInt32(bytes, 68),
            LogOffset = LittleEndian.UInt64(bytes, 72),
        };
    }
}
