using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VHDXs ([MS-VHDX]): headers, region tables, a block table at 2 MiB and metadata at 3 MiB.</summary>
public static class VhdxBuilder
{
    /// <summary>Where the first header lies.</summary>
    public const int Header = 64 << 10;

    /// <summary>Where the first region table lies.</summary>
    public const int Regions = 192 << 10;

    /// <summary>Where the block table lies.</summary>
    public const int Bat = 2 << 20;

    /// <summary>Where the metadata lie.</summary>
    public const int Metadata = 3 << 20;

    /// <summary>Where the items' values lie.</summary>
    public const int Items = Metadata + (64 << 10);

    private const int HeaderLength = 4096;
    private const int TableLength = 64 << 10;

    private static readonly string[] s_items =
    [
        "caa16737-fa36-4d43-b3b6-33f0aa44e76b", "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
        "8141bf1d-a96f-4709-ba47-f233a8faab5f", "cda348c7-445d-4471-9cc9-e9885251c556",
    ];

    /// <summary>A dynamic disk without a block.</summary>
    public static byte[] Dynamic(ulong size = 64 << 20)
    {
        byte[] image = new byte[4 << 20];
        image.Bytes(0, "vhdxfile"u8);
        for (int i = 0; i < 2; i++)
        {
            int header = Header << i;
            image.Bytes(header, "head"u8).Little64(header + 8, (ulong)i + 1).Little16(header + 66, 1);
            image.Little32(header + 68, 1 << 20).Little64(header + 72, 1 << 20);
            int table = Regions + (i * TableLength);
            image.Bytes(table, "regi"u8).Little32(table + 8, 2);
            Region(image, table + 16, "2dc27766-f623-4200-9d64-115e9bfd4a08", Bat);
            Region(image, table + 48, "8b7ca206-4790-4b9a-b8fe-575f050f886e", Metadata);
        }

        image.Bytes(Metadata, "metadata"u8).Little16(Metadata + 10, (ushort)s_items.Length);
        for (int i = 0; i < s_items.Length; i++)
        {
            int entry = Metadata + 32 + (32 * i);
            image.Bytes(entry, new Guid(s_items[i]).ToByteArray()).Little32(entry + 16, (uint)(TableLength + (8 * i)));
            image.Little32(entry + 20, i < 2 ? 8u : 4u).Little32(entry + 24, 4);
        }

        image.Little32(Items, 32 << 20).Little64(Items + 8, size).Little32(Items + 16, 512).Little32(Items + 24, 4096);
        return Seal(image);
    }

    /// <summary>
    /// A dynamic disk with blocks of 1 MiB, of which <paramref name="stored"/> are in the file, each full of the byte
    /// that <see cref="ByteOf"/> it; and entries of the block table, from the first on.
    /// </summary>
    public static byte[] WithBlocks(ulong size, int stored, params ulong[] entries)
    {
        byte[] image = Dynamic(size).Then(new byte[stored << 20]);
        for (int i = 0; i < stored; i++)
        {
            image.AsSpan((int)BlockAt(i), 1 << 20).Fill(ByteOf(i));
        }

        for (int i = 0; i < entries.Length; i++)
        {
            image.Little64(Bat + (8 * i), entries[i]);
        }

        return image.Little32(Items, 1 << 20);
    }

    /// <summary>Where a stored block lies.</summary>
    public static ulong BlockAt(int place) => (4UL + (ulong)place) << 20;

    /// <summary>The entry of a block that is there.</summary>
    public static ulong Present(int place) => BlockAt(place) | 6;

    /// <summary>What a stored block consists of.</summary>
    public static byte ByteOf(int place) => (byte)(0x21 + place);

    /// <summary>With right checksums of headers and region tables.</summary>
    public static byte[] Seal(byte[] image)
    {
        for (int i = 0; i < 2; i++)
        {
            Seal(image, Header << i, HeaderLength);
            Seal(image, Regions + (i * TableLength), TableLength);
        }

        return image;
    }

    private static void Region(byte[] image, int at, string guid, int offset)
    {
        image.Bytes(at, new Guid(guid).ToByteArray()).Little64(at + 16, (ulong)offset);
        image.Little32(at + 24, 1 << 20).Little32(at + 28, 1);
    }

    private static void Seal(byte[] image, int offset, int length)
    {
        if (offset + length > image.Length)
        {
            return;
        }

        Span<byte> structure = image.AsSpan(offset, length);
        structure.Slice(4, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(structure[4..], Crc32C(structure));
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        return ~crc;
    }
}
