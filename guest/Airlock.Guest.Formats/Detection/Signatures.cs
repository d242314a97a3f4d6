using System;

namespace Airlock.Guest.Formats;

/// <summary>The bytes that formats are recognized by.</summary>
internal static class Signatures
{
    public static ReadOnlySpan<byte> Qcow => [(byte)'Q', (byte)'F', (byte)'I', 0xfb];

    public static ReadOnlySpan<byte> VmdkSparse => "KDMV"u8;

    /// <summary>Of ESX 2.</summary>
    public static ReadOnlySpan<byte> VmdkCowd => "COWD"u8;

    /// <summary>The space-efficient sparse extents of vSphere: 0xcafebabe in 64 bits.</summary>
    public static ReadOnlySpan<byte> VmdkSeSparse => [0xbe, 0xba, 0xfe, 0xca, 0, 0, 0, 0];

    public static ReadOnlySpan<byte> Vhd => "conectix"u8;

    public static ReadOnlySpan<byte> Vhdx => "vhdxfile"u8;

    /// <summary>At byte 64.</summary>
    public static ReadOnlySpan<byte> Vdi => [0x7f, 0x10, 0xda, 0xbe];

    public static ReadOnlySpan<byte> Luks => [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xba, 0xbe];

    public static ReadOnlySpan<byte> Qed => [(byte)'Q', (byte)'E', (byte)'D', 0];

    public static ReadOnlySpan<byte> Parallels => "WithoutFreeSpace"u8;

    public static ReadOnlySpan<byte> ParallelsExtended => "WithouFreSpacExt"u8;

    public static ReadOnlySpan<byte> Bochs => "Bochs Virtual HD Image"u8;

    public static ReadOnlySpan<byte> Cloop => "#!/bin/sh\n#V2.0 Format\n"u8;

    /// <summary>At the start of the last 512 bytes.</summary>
    public static ReadOnlySpan<byte> Dmg => "koly"u8;

    public static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b, 8];

    public static ReadOnlySpan<byte> Bzip2 => "BZh"u8;

    public static ReadOnlySpan<byte> Xz => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    public static ReadOnlySpan<byte> Zstd => [0x28, 0xb5, 0x2f, 0xfd];

    public static ReadOnlySpan<byte> Zip => [(byte)'P', (byte)'K', 3, 4];

    /// <summary>At byte 257.</summary>
    public static ReadOnlySpan<byte> Tar => "ustar"u8;

    public static ReadOnlySpan<byte> Gpt => "EFI PART"u8;

    /// <summary>At byte 1 of a volume descriptor.</summary>
    public static ReadOnlySpan<byte> Iso => "CD001"u8;

    /// <summary>UDF's, before its last digit.</summary>
    public static ReadOnlySpan<byte> Udf => "NSR0"u8;
}
