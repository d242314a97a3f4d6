using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// What the header of an encrypted volume says (LUKS On-Disk Format 1.2.3; LUKS2 On-Disk Format 1.1.3).
/// </summary>
internal static class LuksFormat
{
    private const int KeySlots = 8;
    private const int FirstKeySlot = 208;
    private const int KeySlotLength = 48;
    private const uint ActiveKeySlot = 0x00ac_71f3;
    private const int UuidLength = 40;

    /// <summary>Reports cipher and keys; what is inside stays closed.</summary>
    /// <param name="inspection">The file.</param>
    /// <param name="header">Its first 1,024 bytes; zeroes where it is shorter.</param>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ReadOnlySpan<byte> header)
        where TSource : struct, IByteSource
    {
        ref InfoResultMessage info = ref inspection.Info;
        uint version = BigEndian.UInt16(header, 6);
        info.Version = version;
        info.Flags |= InfoFlags.Encrypted;
        info.HasLuksInfo = true;
        Span<byte> buffer = stackalloc byte[UuidLength];
        info.LuksInfo.Uuid.TrySet(EscapedName.Write(EscapedName.UpToZero(header.Slice(168, UuidLength)), buffer));
        if (version == 1)
        {
            Describe(header, ref info.LuksInfo);
            ulong payload = (ulong)info.LuksInfo.PayloadOffset * 512;
            info.VirtualSize = inspection.Length > payload ? inspection.Length - payload : 0;
        }

        inspection.Refuse(RefusalClass.RefusalEncrypted, "version"u8, version, 0, 6);
        return FormatStatus.Answered;
    }

    private static void Describe(ReadOnlySpan<byte> header, ref LuksInfo luks)
    {
        const int NameLength = 32;
        Span<byte> buffer = stackalloc byte[NameLength];
        luks.Cipher.TrySet(EscapedName.Write(EscapedName.UpToZero(header.Slice(8, NameLength)), buffer));
        luks.CipherMode.TrySet(EscapedName.Write(EscapedName.UpToZero(header.Slice(40, NameLength)), buffer));
        luks.Hash.TrySet(EscapedName.Write(EscapedName.UpToZero(header.Slice(72, NameLength)), buffer));
        luks.PayloadOffset = BigEndian.UInt32(header, 104);
        luks.MasterKeyLength = BigEndian.UInt32(header, 108);
        for (int i = 0; i < KeySlots; i++)
        {
            if (BigEndian.UInt32(header, FirstKeySlot + (i * KeySlotLength)) == ActiveKeySlot)
            {
                luks.ActiveKeySlots++;
            }
        }
    }
}
