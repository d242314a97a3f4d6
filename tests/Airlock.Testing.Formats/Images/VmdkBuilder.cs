using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VMDKs (VMware Virtual Disk Format 1.1).</summary>
public static class VmdkBuilder
{
    /// <summary>Sectors of the disks that it makes.</summary>
    public const int Sectors = 2048;

    /// <summary>Bytes of a grain; a disk has 16 of them.</summary>
    public const int GrainSize = 64 << 10;

    /// <summary>Where the directory lies; its tables, of a sector each, are behind it.</summary>
    public const int Directory = 26 * 512;

    /// <summary>How many grains a table is about, in disks that have some: there are four tables.</summary>
    public const int GrainsOfTable = 4;

    private const int Overhead = 128;

    /// <summary>The text that describes a disk in one file.</summary>
    public static string Text(string type = "monolithicSparse", string extent = "RW 2048 SPARSE \"disk.vmdk\"") => $"""
        # Disk DescriptorFile
        version=1
        CID=0123abcd
        parentCID=ffffffff
        createType="{type}"

        # Extent description
        {extent}

        # The Disk Data Base
        ddb.adapterType = "ide"

        """;

    /// <summary>The text alone.</summary>
    public static byte[] Alone(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A sparse extent without a grain.</summary>
    public static byte[] Sparse(string? text = null)
    {
        byte[] image = new byte[Overhead * 512];
        Header(image, 0, flags: 3, directory: 26);
        return image.Bytes(512, Encoding.UTF8.GetBytes(text ?? Text()));
    }

    /// <summary>A stream-optimized extent without a grain: its directory is told by the footer.</summary>
    public static byte[] Stream()
    {
        byte[] image = new byte[(Overhead + 3) * 512];
        Header(image, 0, flags: 0x30001, directory: ulong.MaxValue);
        image.Bytes(512, Encoding.UTF8.GetBytes(Text("streamOptimized")));
        int footer = Overhead * 512;
        image.Little32(footer + 12, 3);
        Header(image, footer + 512, flags: 0x30001, directory: 26);
        return image;
    }

    /// <summary>
    /// A sparse extent with so many grains stored, each full of the byte that <see cref="ByteOf"/> it, and entries of
    /// the tables, from the first on.
    /// </summary>
    public static byte[] WithGrains(int stored, params uint[] entries)
    {
        byte[] image = Sparse().Then(new byte[stored * GrainSize]).Little32(44, GrainsOfTable).Little32(8, 7);
        for (int i = 0; i < stored; i++)
        {
            image.AsSpan((int)GrainAt(i) * 512, GrainSize).Fill(ByteOf(i));
        }

        return Tables(image, entries);
    }

    /// <summary>
    /// A stream-optimized extent with these grains of the disk, in that order, each full of the byte that
    /// <see cref="ByteOf"/> its number.
    /// </summary>
    public static byte[] StreamWithGrains(params int[] grains)
    {
        byte[] image = Stream();
        byte[] footer = image[(Overhead * 512)..];
        image = image[..(Overhead * 512)];
        uint[] entries = new uint[16];
        foreach (int grain in grains)
        {
            entries[grain] = (uint)image.Length / 512;
            byte[] data = new byte[GrainSize];
            Array.Fill(data, ByteOf(grain));
            image = image.Then(Grain(grain, Zlib(data)));
        }

        image = Tables(image.Little32(44, GrainsOfTable), entries);
        return image.Then(footer.Little32(512 + 44, GrainsOfTable));
    }

    /// <summary>A compressed grain behind its marker, in whole sectors.</summary>
    public static byte[] Grain(int grain, byte[] stream)
    {
        byte[] stored = new byte[(12 + stream.Length + 511) / 512 * 512];
        return stored.Little64(0, (ulong)grain * GrainSize / 512).Little32(8, (uint)stream.Length).Bytes(12, stream);
    }

    /// <summary>A zlib stream.</summary>
    public static byte[] Zlib(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal))
        {
            zlib.Write(data);
        }

        return stream.ToArray();
    }

    /// <summary>The sector of a stored grain.</summary>
    public static uint GrainAt(int place) => (uint)(Overhead + (place * GrainSize / 512));

    /// <summary>Where the entry of a grain lies.</summary>
    public static int EntryAt(int grain) =>
        Directory + (512 * (1 + (grain / GrainsOfTable))) + (4 * (grain % GrainsOfTable));

    /// <summary>What a stored grain consists of.</summary>
    public static byte ByteOf(int grain) => (byte)(0x41 + grain);

    /// <summary>Fills in the tables that have an entry other than 0, and the directory.</summary>
    private static byte[] Tables(byte[] image, uint[] entries)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] != 0)
            {
                int table = i / GrainsOfTable;
                image.Little32(Directory + (4 * table), (uint)(Directory / 512 + 1 + table));
                image.Little32(EntryAt(i), entries[i]);
            }
        }

        return image;
    }

    private static void Header(byte[] image, int at, uint flags, ulong directory)
    {
        image.Bytes(at, "KDMV"u8).Little32(at + 4, 1).Little32(at + 8, flags).Little64(at + 12, Sectors);
        image.Little64(at + 20, 128).Little64(at + 28, 1).Little64(at + 36, 20).Little32(at + 44, 512);
        image.Little64(at + 56, directory).Little64(at + 64, Overhead).Bytes(at + 73, "\n \r\n"u8);
        image.Little16(at + 77, (ushort)(flags >> 16 & 1));
    }
}
