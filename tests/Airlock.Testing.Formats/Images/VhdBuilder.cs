using System;
using System.Buffers.Binary;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VHDs (VHD 1.0).</summary>
public static class VhdBuilder
{
    /// <summary>Where the header of a dynamic disk lies.</summary>
    public const int DynamicHeader = 512;

    /// <summary>Where its block table lies.</summary>
    public const int Table = 1536;

    private const int FooterLength = 512;
    private const int HeaderLength = 1024;
    private const uint BlockSize = 2 << 20;

    /// <summary>A fixed disk of zeroes.</summary>
    public static byte[] Fixed(int size = 64 << 10) => new byte[size].Then(Footer(2, (ulong)size));

    /// <summary>A dynamic disk without a block.</summary>
    public static byte[] Dynamic(ulong size = 8 << 20, uint type = 3)
    {
        byte[] header = new byte[HeaderLength];
        header.Bytes(0, "cxsparse"u8).Big64(8, ulong.MaxValue).Big64(16, Table).Big32(24, 0x10000);
        header.Big32(28, (uint)(size / BlockSize)).Big32(32, BlockSize);
        byte[] table = new byte[FooterLength];
        Array.Fill<byte>(table, 0xff);
        byte[] footer = Footer(type, size);
        return Seal([.. footer, .. header, .. table, .. footer]);
    }

    /// <summary>With right checksums of both footers and of the header behind the first.</summary>
    public static byte[] Seal(byte[] image)
    {
        if (image.Length < FooterLength + HeaderLength + FooterLength)
        {
            return image;
        }

        Seal(image.AsSpan(DynamicHeader, HeaderLength), 36);
        Seal(image.AsSpan(0, FooterLength), 64);
        Seal(image.AsSpan(image.Length - FooterLength), 64);
        return image;
    }

    /// <summary>A footer.</summary>
    public static byte[] Footer(uint type, ulong size)
    {
        byte[] footer = new byte[FooterLength];
        footer.Bytes(0, "conectix"u8).Big32(8, 2).Big32(12, 0x10000);
        footer.Big64(16, type == 2 ? ulong.MaxValue : DynamicHeader).Bytes(28, "test"u8);
        footer.Big64(40, size).Big64(48, size).Big32(60, type);
        Seal(footer, 64);
        return footer;
    }

    private static void Seal(Span<byte> structure, int offset)
    {
        structure.Slice(offset, 4).Clear();
        uint sum = 0;
        foreach (byte value in structure)
        {
            sum += value;
        }

        BinaryPrimitives.WriteUInt32BigEndian(structure[offset..], ~sum);
    }
}
