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

    /// <summary>
    /// A dynamic disk that has <paramref name="stored"/> blocks, each full of the byte that <see cref="ByteOf"/> it,
    /// and for its own blocks the place of each among them; a negative number where there is none.
    /// </summary>
    public static byte[] WithBlocks(ulong size, uint blockSize, int stored, params int[] places)
    {
        byte[] image = Dynamic(size);
        int tableLength = Sectors(4 * places.Length), bitmapLength = BitmapLength(blockSize);
        byte[] table = new byte[tableLength];
        Array.Fill<byte>(table, 0xff);
        for (int i = 0; i < places.Length; i++)
        {
            int sector = BlockAt(blockSize, places.Length, places[i]) / FooterLength;
            table.Big32(4 * i, places[i] < 0 ? uint.MaxValue : (uint)sector);
        }

        byte[] body = new byte[stored * (bitmapLength + (int)blockSize)];
        for (int i = 0; i < stored; i++)
        {
            Span<byte> block = body.AsSpan(i * (bitmapLength + (int)blockSize), bitmapLength + (int)blockSize);
            block[..bitmapLength].Fill(0xff);
            block[bitmapLength..].Fill(ByteOf(i));
        }

        image.Big32(DynamicHeader + 28, (uint)places.Length).Big32(DynamicHeader + 32, blockSize);
        return Seal([.. image[..Table], .. table, .. body, .. image[^FooterLength..]]);
    }

    /// <summary>Where a stored block lies, with its bitmap.</summary>
    public static int BlockAt(uint blockSize, int entries, int place) =>
        Table + Sectors(4 * entries) + (place * (BitmapLength(blockSize) + (int)blockSize));

    /// <summary>Bytes of a block's bitmap.</summary>
    public static int BitmapLength(uint blockSize) => Sectors(((int)blockSize / FooterLength + 7) / 8);

    /// <summary>What a stored block consists of.</summary>
    public static byte ByteOf(int place) => (byte)(0x31 + place);

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

    private static int Sectors(int bytes) => (bytes + FooterLength - 1) / FooterLength * FooterLength;

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
