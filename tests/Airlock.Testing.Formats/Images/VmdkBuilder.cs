using System.Text;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VMDKs (VMware Virtual Disk Format 1.1).</summary>
public static class VmdkBuilder
{
    /// <summary>Sectors of the disks that it makes.</summary>
    public const int Sectors = 2048;

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

    private static void Header(byte[] image, int at, uint flags, ulong directory)
    {
        image.Bytes(at, "KDMV"u8).Little32(at + 4, 1).Little32(at + 8, flags).Little64(at + 12, Sectors);
        image.Little64(at + 20, 128).Little64(at + 28, 1).Little64(at + 36, 20).Little32(at + 44, 512);
        image.Little64(at + 56, directory).Little64(at + 64, Overhead).Bytes(at + 73, "\n \r\n"u8);
        image.Little16(at + 77, (ushort)(flags >> 16 & 1));
    }
}
