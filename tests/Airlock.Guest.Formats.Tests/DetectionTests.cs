using System.Text;
using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Guest.Formats.Tests;

/// <summary>What contents are taken for, whatever their name.</summary>
public class DetectionTests
{
    private static readonly Dictionary<string, (byte[] File, string Format)> s_single = new()
    {
        ["qcow2"] = (new Qcow2Builder().Build(), "qcow2"),
        ["qcow2 of version 2"] = (new Qcow2Builder { Version = 2 }.Build(), "qcow2"),
        ["qcow1"] = (Start("QFI\xfb").Big32(4, 1), "qcow1"),
        ["vmdk, sparse"] = (VmdkBuilder.Sparse(), "vmdk"),
        ["vmdk, stream-optimized"] = (VmdkBuilder.Stream(), "vmdk"),
        ["vmdk, text"] = (VmdkBuilder.Alone(VmdkBuilder.Text()), "vmdk"),
        ["vmdk, text without its first comment"] = (VmdkBuilder.Alone("\n# a\n  version = 1\n"), "vmdk"),
        ["vmdk of ESX 2"] = (Start("COWD"), "vmdk"),
        ["vmdk, space-efficient"] = (RawBuilder.Blank().Little64(0, 0xcafebabe), "vmdk"),
        ["vhd, fixed"] = (VhdBuilder.Fixed(), "vhd"),
        ["vhd, fixed, of a disk with partitions"] = (VhdBuilder.Fixed().WithGpt(), "vhd"),
        ["vhd, dynamic"] = (VhdBuilder.Dynamic(), "vhd"),
        ["vhdx"] = (VhdxBuilder.Dynamic(), "vhdx"),
        ["vdi"] = (VdiBuilder.Dynamic(), "vdi"),
        ["luks"] = (Start("LUKS\xba\xbe").Big16(6, 1), "luks"),
        ["qed"] = (Start("QED\0"), "qed"),
        ["parallels"] = (Start("WithoutFreeSpace"), "parallels"),
        ["parallels, extended"] = (Start("WithouFreSpacExt"), "parallels"),
        ["dmg"] = (RawBuilder.Blank().Bytes((64 << 10) - 512, "koly"u8), "dmg"),
        ["bochs"] = (Start("Bochs Virtual HD Image"), "bochs"),
        ["cloop"] = (Start("#!/bin/sh\n#V2.0 Format\nmodprobe"), "cloop"),
        ["gzip"] = (Start("\x1f\x8b\x08"), "packed"),
        ["bzip2"] = (Start("BZh9"), "packed"),
        ["xz"] = (Start("\u00fd7zXZ\0"), "packed"),
        ["zstd"] = (Start("\x28\xb5\x2f\xfd"), "packed"),
        ["zip"] = (Start("PK\x03\x04"), "packed"),
        ["tar"] = (RawBuilder.Blank().Bytes(257, "ustar"u8), "packed"),
        ["iso"] = (RawBuilder.Blank().WithIso(), "iso"),
        ["udf"] = (RawBuilder.Blank().WithUdf(), "iso"),
        ["iso that starts as a disk"] = (RawBuilder.Blank().WithIso().WithMbr(), "iso"),
        ["mbr"] = (RawBuilder.Blank().WithMbr(), "raw"),
        ["gpt"] = (RawBuilder.Blank().WithGpt(), "raw"),
        ["gpt with sectors of 4 KiB"] = (RawBuilder.Blank().WithGpt(4096), "raw"),
    };

    private static readonly Dictionary<string, (byte[] File, string[] Also)> s_ambiguous = new()
    {
        ["qcow2 in an iso"] = (new Qcow2Builder { ClusterBits = 14 }.Build().WithIso(), ["iso", "qcow2"]),
        ["qcow2 with a boot record"] = (new Qcow2Builder().Build().WithMbr(), ["qcow2", "mbr"]),
        ["qcow2 with a footer of a vhd"] =
            (new Qcow2Builder().Build().Then(VhdBuilder.Footer(2, 512)), ["qcow2", "vhd"]),
        ["qcow2 with a trailer of a dmg"] =
            (new Qcow2Builder().Build().Then(new byte[512].Bytes(0, "koly"u8)), ["qcow2", "dmg"]),
        ["qcow2 and vdi"] = (new Qcow2Builder().Build().Little32(64, 0xbeda107f), ["qcow2", "vdi"]),
        ["vmdk text with a boot record"] =
            (RawBuilder.Blank().WithMbr().Bytes(0, "# Disk DescriptorFile\n"u8), ["vmdk", "mbr"]),
        ["vmdk text that ends its sector as a disk does"] =
            (RawBuilder.Blank().Bytes(0, "# Disk DescriptorFile\n"u8).Bytes(510, [0x55, 0xaa]), ["vmdk", "mbr"]),
        ["vhd, dynamic, with a boot record"] = (VhdBuilder.Dynamic().WithMbr(), ["vhd", "mbr"]),
        ["a packed file with a boot record"] = (Start("\x1f\x8b\x08").WithMbr(), ["packed", "mbr"]),
    };

    private static readonly Dictionary<string, byte[]> s_unknown = new()
    {
        ["nothing"] = [],
        ["three bytes of a magic"] = "QFI"u8.ToArray(),
        ["zeroes"] = RawBuilder.Blank(),
        ["the boot sector of a file system"] = FatBootSector(),
        ["a boot record without a partition"] = RawBuilder.Blank().WithMbr(type: 0),
        ["a boot record with a flag that is none"] = NoFlag(),
        ["gzip without its method"] = [0x1f, 0x8b],
        ["text that speaks of a version later"] = VmdkBuilder.Alone("hello\nversion=1\n"),
    };

    public static TheoryData<string> Only => [.. s_single.Keys];

    public static TheoryData<string> Ambiguous => [.. s_ambiguous.Keys];

    public static TheoryData<string> Unknown => [.. s_unknown.Keys];

    [Theory]
    [MemberData(nameof(Only))]
    public void Contents_of_one_format_are_taken_for_it(string name)
    {
        InspectedImage image = InspectedImage.Of(s_single[name].File);
        Assert.Equal(s_single[name].Format, image.Format);
    }

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public void Contents_of_several_formats_are_ambiguous_and_all_of_them_are_named(string name)
    {
        InspectedImage image = InspectedImage.Of(s_ambiguous[name].File);
        Assert.Equal((FormatStatus.Answered, "unknown"), (image.Status, image.Format));
        Assert.Equal((RefusalClass.RefusalAmbiguous, "magic"), (image.Reason, image.Field));
        Assert.Equal(s_ambiguous[name].Also, AlsoLooksLike(image));
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Other_contents_are_unknown_and_raw_only_when_that_is_stated(string name)
    {
        InspectedImage image = InspectedImage.Of(s_unknown[name]);
        Assert.Equal((FormatStatus.Refused, RefusalClass.RefusalUnknown), (image.Status, image.Reason));
        InspectedImage stated = InspectedImage.Of(s_unknown[name], new() { StatedFormat = ImageFormat.Raw });
        Assert.Equal(("raw", (ulong)s_unknown[name].Length), (stated.Format, stated.Info.VirtualSize));
        Assert.Equal(RefusalClass.RefusalNone, stated.Reason);
        InspectedImage accepted = InspectedImage.Of(s_unknown[name], new() { AcceptsUnknownAsRaw = true });
        Assert.Equal("raw", accepted.Format);
    }

    [Fact]
    public void A_stated_format_is_the_one_that_is_read_and_others_are_a_warning()
    {
        byte[] file = new Qcow2Builder().Data(0, "x"u8).Build().WithMbr();
        InspectedImage raw = InspectedImage.Of(file, new() { StatedFormat = ImageFormat.Raw });
        Assert.Equal(("raw", (ulong)file.Length), (raw.Format, raw.Info.VirtualSize));
        Assert.Equal(["qcow2"], AlsoLooksLike(raw));
        Assert.Equal((ulong)file.Length, Assert.Single(raw.Walk()).Length);
        InspectedImage qcow2 = InspectedImage.Of(file, new() { StatedFormat = ImageFormat.Qcow2 });
        Assert.Equal(("qcow2", RefusalClass.RefusalNone), (qcow2.Format, qcow2.Reason));
        Assert.Equal(["mbr"], AlsoLooksLike(qcow2));
    }

    [Theory]
    [InlineData(ImageFormat.Qcow2)]
    [InlineData(ImageFormat.Vmdk)]
    [InlineData(ImageFormat.Vhd)]
    [InlineData(ImageFormat.Vhdx)]
    [InlineData(ImageFormat.Vdi)]
    public void A_stated_format_that_the_contents_do_not_have_is_a_bad_header(ImageFormat format)
    {
        foreach (byte[] file in (byte[][])[[], new byte[100], RawBuilder.Blank()])
        {
            InspectedImage image = InspectedImage.Of(file, new() { StatedFormat = format });
            Assert.Equal((FormatStatus.Refused, RefusalClass.RefusalHeader), (image.Status, image.Reason));
        }
    }

    [Fact]
    public void A_disk_is_told_apart_by_its_partition_table()
    {
        Assert.Equal("mbr", Text(InspectedImage.Of(RawBuilder.Blank().WithMbr()).Info.PartitionTable.Bytes));
        InspectedImage gpt = InspectedImage.Of(RawBuilder.Blank().WithGpt());
        Assert.Equal(("gpt", InfoFlags.Partitions), (Text(gpt.Info.PartitionTable.Bytes), gpt.Info.Flags));
        uint hybrid = InspectedImage.Of(RawBuilder.Blank().WithIso().WithMbr()).Info.Flags;
        Assert.Equal(InfoFlags.Partitions | InfoFlags.Hybrid, hybrid);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_damaged_partition_table_is_told(int sectorSize)
    {
        byte[] header = RawBuilder.Blank().WithGpt(sectorSize);
        header[sectorSize + 56] ^= 1;
        Assert.NotEqual(0u, InspectedImage.Of(header).Info.Flags & InfoFlags.Corrupt);
        byte[] entries = RawBuilder.Blank().WithGpt(sectorSize);
        entries[2 * sectorSize] ^= 1;
        Assert.NotEqual(0u, InspectedImage.Of(entries).Info.Flags & InfoFlags.Corrupt);
    }

    [Fact]
    public void A_disk_that_was_cut_off_is_told_by_its_partitions()
    {
        InspectedImage mbr = InspectedImage.Of(RawBuilder.Blank().WithMbr().Cut(32 << 10));
        Assert.NotEqual(0u, mbr.Info.Flags & InfoFlags.Truncated);
        InspectedImage gpt = InspectedImage.Of(RawBuilder.Blank().WithGpt().Cut(32 << 10));
        Assert.NotEqual(0u, gpt.Info.Flags & InfoFlags.Truncated);
    }

    [Fact]
    public void Names_of_formats_are_those_that_a_user_states()
    {
        foreach (string name in (string[])["raw", "qcow2", "vmdk", "vhd", "vhdx", "vdi"])
        {
            Assert.True(ImageFormatNames.TryParse(Encoding.UTF8.GetBytes(name), out ImageFormat format));
            Assert.Equal(name, Text(ImageFormatNames.Of(format)));
        }

        Assert.True(ImageFormatNames.TryParse("vpc"u8, out ImageFormat vpc));
        Assert.Equal(ImageFormat.Vhd, vpc);
        Assert.False(ImageFormatNames.TryParse("unknown"u8, out _));
        Assert.False(ImageFormatNames.TryParse(""u8, out _));
    }

    private static byte[] Start(string latin1) => RawBuilder.Blank().Bytes(0, Encoding.Latin1.GetBytes(latin1));

    private static byte[] FatBootSector()
    {
        byte[] disk = RawBuilder.Blank().WithMbr();
        (disk[16], disk[21]) = (2, 0xf8);
        return disk;
    }

    private static byte[] NoFlag()
    {
        byte[] disk = RawBuilder.Blank().WithMbr();
        disk[446] = 0x7f;
        return disk;
    }

    private static string[] AlsoLooksLike(InspectedImage image)
    {
        var names = new List<string>();
        foreach (ref readonly FixedString16 name in image.Info.AlsoLooksLike.Items)
        {
            names.Add(Text(name.Bytes));
        }

        return [.. names];
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
