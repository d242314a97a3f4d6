using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Guest.Formats.Tests;

/// <summary>
/// A row for each rule about headers of VMDK, VHD, VHDX and VDI, with an image that breaks just that one.
/// </summary>
public class HeaderRuleTests
{
    private const int Header = VhdxBuilder.Header;
    private const int Regions = VhdxBuilder.Regions;
    private const int Items = VhdxBuilder.Items;
    private const ulong Beyond = 1 << 30;

    private static readonly Dictionary<string, (byte[] Image, RefusalClass Reason, string Field)> s_rules = new()
    {
        ["vmdk: version 4"] = (Sparse().Little32(4, 4), RefusalClass.RefusalUnsupported, "version"),
        ["vmdk: no capacity"] = (Sparse().Little64(12, 0), RefusalClass.RefusalExternal, "capacity"),
        ["vmdk: too much capacity"] = (Sparse().Little64(12, 1UL << 38), RefusalClass.RefusalTooLarge, "capacity"),
        ["vmdk: a capacity that would wrap"] =
            (Sparse().Little64(12, 1UL << 56), RefusalClass.RefusalTooLarge, "capacity"),
        ["vmdk: a grain of 100"] = (Sparse().Little64(20, 100), RefusalClass.RefusalHeader, "grain_size"),
        ["vmdk: a grain of 0"] = (Sparse().Little64(20, 0), RefusalClass.RefusalHeader, "grain_size"),
        ["vmdk: a grain of 2 MiB"] = (Sparse().Little64(20, 4096), RefusalClass.RefusalTooLarge, "grain_size"),
        ["vmdk: tables without entries"] = (Sparse().Little32(44, 0), RefusalClass.RefusalHeader, "num_gtes_per_gt"),
        ["vmdk: tables of 513 entries"] = (Sparse().Little32(44, 513), RefusalClass.RefusalTooLarge, "num_gtes_per_gt"),
        ["vmdk: a directory beyond the file"] =
            (Sparse().Little64(56, Beyond), RefusalClass.RefusalOutOfFile, "gd_offset"),
        ["vmdk: a directory in the header"] = (Sparse().Little64(56, 0), RefusalClass.RefusalOverlap, "gd_offset"),
        ["vmdk: an overhead beyond the file"] =
            (Sparse().Little64(64, Beyond), RefusalClass.RefusalOutOfFile, "overhead"),
        ["vmdk: sent as text"] = (Sparse().Bytes(73, "\n \n\n"u8), RefusalClass.RefusalCorrupt, "newline_characters"),
        ["vmdk: an unknown compression"] =
            (VmdkBuilder.Stream().Little16(77, 2), RefusalClass.RefusalUnsupported, "compress_algorithm"),
        ["vmdk: compression without its flag"] =
            (Sparse().Little16(77, 1), RefusalClass.RefusalHeader, "compress_algorithm"),
        ["vmdk: no description"] = (Sparse().Little64(28, 0), RefusalClass.RefusalHeader, "descriptor_size"),
        ["vmdk: a description above 1 MiB"] =
            (Sparse().Little64(36, 2049), RefusalClass.RefusalTooLarge, "descriptor_size"),
        ["vmdk: a description beyond the file"] =
            (Sparse().Little64(28, Beyond), RefusalClass.RefusalOutOfFile, "descriptor_offset"),
        ["vmdk: an empty description"] = (VmdkBuilder.Sparse("\0"), RefusalClass.RefusalHeader, "createType"),
        ["vmdk: a line that is none"] = (VmdkBuilder.Sparse("nonsense\n"), RefusalClass.RefusalHeader, "descriptor"),
        ["vmdk: a line of 2,049 bytes"] =
            (VmdkBuilder.Sparse(VmdkBuilder.Text() + "#" + new string('x', 2048)),
             RefusalClass.RefusalHeader, "descriptor"),
        ["vmdk: a size that is no number"] =
            (VmdkBuilder.Sparse(VmdkBuilder.Text(extent: "RW many SPARSE \"a\"")),
             RefusalClass.RefusalHeader, "descriptor"),
        ["vmdk: another type"] =
            (VmdkBuilder.Sparse(VmdkBuilder.Text("twoGbMaxExtentSparse")),
             RefusalClass.RefusalUnsupported, "createType"),
        ["vmdk: two extents"] =
            (Extent("RW 2048 SPARSE \"a\"\nRW 1 SPARSE \"b\""), RefusalClass.RefusalMultiFile, "extents"),
        ["vmdk: a flat extent"] = (Extent("RW 2048 FLAT \"a\" 0"), RefusalClass.RefusalMultiFile, "extents"),
        ["vmdk: an extent of another size"] =
            (Extent("RW 2047 SPARSE \"a\""), RefusalClass.RefusalMultiFile, "extents"),
        ["vmdk: a name with a slash"] =
            (Extent("RW 2048 SPARSE \"/etc/passwd\""), RefusalClass.RefusalExternal, "extents"),
        ["vmdk: a name with two dots"] = (Extent("RW 2048 SPARSE \"..\""), RefusalClass.RefusalExternal, "extents"),
        ["vmdk: a name with a drive"] = (Extent("RW 2048 SPARSE \"c:a\""), RefusalClass.RefusalExternal, "extents"),
        ["vmdk: a parent"] =
            (VmdkBuilder.Sparse(VmdkBuilder.Text().Replace("ffffffff", "00000001", StringComparison.Ordinal)),
             RefusalClass.RefusalExternal, "parentCID"),
        ["vmdk: a parent's name"] =
            (VmdkBuilder.Sparse(VmdkBuilder.Text() + "parentFileNameHint=\"base.vmdk\"\n"),
             RefusalClass.RefusalExternal, "parentCID"),
        ["vmdk: a stream that was cut off"] = (VmdkBuilder.Stream()[..^600], RefusalClass.RefusalOutOfFile, "footer"),
        ["vmdk: a footer with another marker"] = (AtFooter(12, 2), RefusalClass.RefusalHeader, "footer"),
        ["vmdk: a footer of another capacity"] = (AtFooter(512 + 12, 4096), RefusalClass.RefusalHeader, "footer"),
        ["vmdk: text alone"] =
            (VmdkBuilder.Alone(VmdkBuilder.Text("monolithicFlat", "RW 2048 FLAT \"a\" 0")),
             RefusalClass.RefusalMultiFile, "extents"),
        ["vmdk: text alone with a path"] =
            (VmdkBuilder.Alone(VmdkBuilder.Text("monolithicFlat", "RW 2048 FLAT \"/etc/passwd\" 0")),
             RefusalClass.RefusalExternal, "extents"),

        ["vhd: wrong checksums"] =
            (VhdBuilder.Fixed().Big32((64 << 10) + 64, 0), RefusalClass.RefusalChecksum, "checksum"),
        ["vhd: two footers that differ"] = (Footers(), RefusalClass.RefusalAmbiguous, "footer"),
        ["vhd: another version"] = (Vhd(12, 0x20000), RefusalClass.RefusalUnsupported, "version"),
        ["vhd: type 0"] = (VhdBuilder.Dynamic(type: 0), RefusalClass.RefusalUnsupported, "type"),
        ["vhd: a parent"] = (VhdBuilder.Dynamic(type: 4), RefusalClass.RefusalExternal, "type"),
        ["vhd: a size that lies"] =
            (new byte[512].Then(VhdBuilder.Footer(2, 1024)), RefusalClass.RefusalOutOfFile, "current_size"),
        ["vhd: more than 2,040 GiB"] = (VhdBuilder.Dynamic(1UL << 42), RefusalClass.RefusalTooLarge, "current_size"),
        ["vhd: a header beyond the file"] =
            (Vhd64(16, ulong.MaxValue - 100), RefusalClass.RefusalOutOfFile, "data_offset"),
        ["vhd: a header in the footer"] = (Vhd64(16, 0), RefusalClass.RefusalOverlap, "data_offset"),
        ["vhd: no header there"] = (Dynamic(0, 0), RefusalClass.RefusalHeader, "cxsparse"),
        ["vhd: a header with a wrong checksum"] =
            (VhdBuilder.Dynamic().Big32(512 + 36, 1), RefusalClass.RefusalChecksum, "header_checksum"),
        ["vhd: a header of another version"] = (Dynamic(24, 1), RefusalClass.RefusalUnsupported, "header_version"),
        ["vhd: blocks of 0"] = (Dynamic(32, 0), RefusalClass.RefusalHeader, "block_size"),
        ["vhd: blocks of 3 MiB"] = (Dynamic(32, 3 << 20), RefusalClass.RefusalHeader, "block_size"),
        ["vhd: a table of 2^30 entries"] = (Dynamic(28, 1 << 30), RefusalClass.RefusalTooLarge, "max_table_entries"),
        ["vhd: a table that is too small"] = (Dynamic(28, 1), RefusalClass.RefusalHeader, "max_table_entries"),
        ["vhd: a table off a sector"] = (Dynamic(20, 1540), RefusalClass.RefusalMisaligned, "table_offset"),
        ["vhd: a table beyond the file"] = (Dynamic(16, 1), RefusalClass.RefusalOutOfFile, "table_offset"),
        ["vhd: a table in the footer"] = (Dynamic(20, 0), RefusalClass.RefusalOverlap, "table_offset"),

        ["vhdx: a file that ends in its headers"] =
            (VhdxBuilder.Dynamic().Cut(100 << 10), RefusalClass.RefusalOutOfFile, "header"),
        ["vhdx: no sound header"] =
            (VhdxBuilder.Dynamic().Little32(Header + 4, 0).Little32((2 * Header) + 4, 0),
             RefusalClass.RefusalChecksum, "header"),
        ["vhdx: two headers of one age"] = (Both(8, 7, also: 100), RefusalClass.RefusalHeader, "sequence_number"),
        ["vhdx: another version"] = (Both(64, 2 << 16), RefusalClass.RefusalUnsupported, "version"),
        ["vhdx: a log without an entry"] = (Both(48, 1), RefusalClass.RefusalCorrupt, "log_guid"),
        ["vhdx: a log that waits"] =
            (Both(48, 1).Bytes(1 << 20, "loge"u8), RefusalClass.RefusalNeedsReplay, "log_guid"),
        ["vhdx: a log beyond the file"] = (Both(76, 1), RefusalClass.RefusalOutOfFile, "log_offset"),
        ["vhdx: a log off a megabyte"] = (Both(68, 4096), RefusalClass.RefusalMisaligned, "log_offset"),
        ["vhdx: no sound region table"] =
            (VhdxBuilder.Dynamic().Little32(Regions + 4, 0).Little32(Regions + 4 + (64 << 10), 0),
             RefusalClass.RefusalChecksum, "region_table"),
        ["vhdx: 2,048 regions"] = (Region(8, 2048), RefusalClass.RefusalTooLarge, "entry_count"),
        ["vhdx: no block table"] = (Region(16, 1), RefusalClass.RefusalHeader, "region"),
        ["vhdx: a region off a megabyte"] =
            (Region(32, 0x200200), RefusalClass.RefusalMisaligned, "region.file_offset"),
        ["vhdx: a region in the headers"] = (Region(32, 0), RefusalClass.RefusalOverlap, "region.file_offset"),
        ["vhdx: a region beyond the file"] = (Region(36, 1), RefusalClass.RefusalOutOfFile, "region.file_offset"),
        ["vhdx: a region in the log"] = (Region(32, 1 << 20), RefusalClass.RefusalOverlap, "region.file_offset"),
        ["vhdx: a region in another"] = (Region(32, 3 << 20), RefusalClass.RefusalOverlap, "region"),
        ["vhdx: metadata without their signature"] =
            (Vhdx(VhdxBuilder.Metadata, 0), RefusalClass.RefusalHeader, "metadata"),
        ["vhdx: an item in the table"] =
            (Vhdx(VhdxBuilder.Metadata + 48, 100), RefusalClass.RefusalHeader, "metadata_item.offset"),
        ["vhdx: an item that is too short"] =
            (Vhdx(VhdxBuilder.Metadata + 52, 4), RefusalClass.RefusalHeader, "metadata_item.length"),
        ["vhdx: an unknown item that is required"] = (Unknown(), RefusalClass.RefusalUnsupported, "metadata_item"),
        ["vhdx: no size"] = (Vhdx(VhdxBuilder.Metadata + 10, 1), RefusalClass.RefusalHeader, "metadata_item"),
        ["vhdx: blocks of 512 KiB"] = (Vhdx(Items, 1 << 19), RefusalClass.RefusalHeader, "block_size"),
        ["vhdx: blocks of 3 MiB"] = (Vhdx(Items, 3 << 20), RefusalClass.RefusalHeader, "block_size"),
        ["vhdx: a parent"] = (Vhdx(Items + 4, 2), RefusalClass.RefusalExternal, "has_parent"),
        ["vhdx: sectors of 0"] = (Vhdx(Items + 16, 0), RefusalClass.RefusalHeader, "logical_sector_size"),
        ["vhdx: sectors of 4 KiB"] = (Vhdx(Items + 16, 4096), RefusalClass.RefusalUnsupported, "logical_sector_size"),
        ["vhdx: more than 64 TiB"] = (Vhdx(Items + 12, 1 << 15), RefusalClass.RefusalTooLarge, "virtual_disk_size"),
        ["vhdx: a size that the table doesn't hold"] =
            (Vhdx(Items + 12, 1 << 11), RefusalClass.RefusalTooLarge, "virtual_disk_size"),

        ["vdi: another version"] = (Vdi(68, 0x20000), RefusalClass.RefusalUnsupported, "version"),
        ["vdi: a header that is too short"] = (Vdi(72, 0x17f), RefusalClass.RefusalHeader, "header_size"),
        ["vdi: undo"] = (Vdi(76, 3), RefusalClass.RefusalExternal, "type"),
        ["vdi: differencing"] = (Vdi(76, 4), RefusalClass.RefusalExternal, "type"),
        ["vdi: a parent's identifier"] = (Vdi(440, 1), RefusalClass.RefusalExternal, "type"),
        ["vdi: an unknown type"] = (Vdi(76, 5), RefusalClass.RefusalUnsupported, "type"),
        ["vdi: blocks of 0"] = (Vdi(376, 0), RefusalClass.RefusalHeader, "block_size"),
        ["vdi: blocks of 2 MiB"] = (Vdi(376, 2 << 20), RefusalClass.RefusalUnsupported, "block_size"),
        ["vdi: sectors of 4 KiB"] = (Vdi(360, 4096), RefusalClass.RefusalUnsupported, "sector_size"),
        ["vdi: something in front of each block"] = (Vdi(380, 512), RefusalClass.RefusalUnsupported, "block_extra"),
        ["vdi: too many blocks"] = (Vdi(384, 0x1fffff81), RefusalClass.RefusalTooLarge, "blocks"),
        ["vdi: more size than blocks"] = (Vdi(384, 3), RefusalClass.RefusalHeader, "size"),
        ["vdi: too large"] = (Vdi(372, 1 << 15), RefusalClass.RefusalTooLarge, "size"),
        ["vdi: a map off a sector"] = (Vdi(340, 516), RefusalClass.RefusalMisaligned, "map_offset"),
        ["vdi: data off a sector"] = (Vdi(344, 1020), RefusalClass.RefusalMisaligned, "data_offset"),
        ["vdi: a map beyond the file"] = (Vdi(340, 1 << 30), RefusalClass.RefusalOutOfFile, "map_offset"),
        ["vdi: data in the map"] = (Vdi(344, 512), RefusalClass.RefusalOverlap, "data_offset"),
        ["vdi: more blocks there than there are"] = (Vdi(388, 5), RefusalClass.RefusalHeader, "blocks_allocated"),
        ["vdi: blocks beyond the file"] = (Vdi(388, 1), RefusalClass.RefusalOutOfFile, "blocks_allocated"),

        ["luks: encrypted"] =
            (RawBuilder.Blank().Bytes(0, [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe, 0, 2]),
             RefusalClass.RefusalEncrypted, "version"),
        ["qed: not read"] = (RawBuilder.Blank().Bytes(0, "QED\0"u8), RefusalClass.RefusalUnsupported, "format"),
        ["qcow1: not read"] =
            (RawBuilder.Blank().Bytes(0, [0x51, 0x46, 0x49, 0xfb]).Big32(4, 1).Big32(36, 1),
             RefusalClass.RefusalUnsupported, "format"),
    };

    public static TheoryData<string> Rules => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_image_is_refused_for(string rule)
    {
        (byte[] file, RefusalClass reason, string field) = s_rules[rule];
        InspectedImage image = InspectedImage.Of(file);
        Assert.Equal(rule.Split(':')[0], image.Format);
        Assert.Equal((reason, field), (image.Reason, image.Field));
        Assert.True(image.Format != "vdi" || RefusedValue.StandsInFile(file, image.Refusal));
    }

    [Fact]
    public void Sound_images_are_described()
    {
        AssertSound("vmdk", VmdkBuilder.Sparse(), 1 << 20);
        AssertSound("vmdk", VmdkBuilder.Stream(), 1 << 20);
        AssertSound("vhd", VhdBuilder.Fixed(), 64 << 10);
        AssertSound("vhd", VhdBuilder.Dynamic(), 8 << 20);
        AssertSound("vhdx", VhdxBuilder.Dynamic(), 64 << 20);
        AssertSound("vdi", VdiBuilder.Dynamic((4 << 20) - 1), (4 << 20) - 1);
    }

    [Fact]
    public void A_copy_stands_in_for_a_damaged_original()
    {
        byte[] footer = VhdBuilder.Dynamic();
        footer[^100] ^= 1;
        Assert.True(InspectedImage.Of(footer).Info.VhdInfo.FromCopy);
        byte[] header = VhdxBuilder.Dynamic().Little32((2 * Header) + 4, 0);
        AssertSound("vhdx", header, 64 << 20);
        AssertSound("vhdx", VhdxBuilder.Dynamic().Little32(Regions + 4, 0), 64 << 20);
    }

    /// <summary>Nothing is wrong with it.</summary>
    private static void AssertSound(string format, byte[] file, ulong size)
    {
        InspectedImage image = InspectedImage.Of(file);
        Assert.Equal((format, size), (image.Format, image.Info.VirtualSize));
        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
    }

    private static byte[] Sparse() => VmdkBuilder.Sparse();

    private static byte[] Extent(string lines) => VmdkBuilder.Sparse(VmdkBuilder.Text(extent: lines));

    private static byte[] AtFooter(int offset, uint value)
    {
        byte[] image = VmdkBuilder.Stream();
        return image.Little32(image.Length - 1536 + offset, value);
    }

    private static byte[] Vhd(int offset, uint value)
    {
        byte[] image = VhdBuilder.Dynamic();
        return VhdBuilder.Seal(image.Big32(offset, value).Big32(image.Length - 512 + offset, value));
    }

    private static byte[] Vhd64(int offset, ulong value)
    {
        byte[] image = VhdBuilder.Dynamic();
        return VhdBuilder.Seal(image.Big64(offset, value).Big64(image.Length - 512 + offset, value));
    }

    private static byte[] Dynamic(int offset, uint value) =>
        VhdBuilder.Seal(VhdBuilder.Dynamic().Big32(VhdBuilder.DynamicHeader + offset, value));

    private static byte[] Footers() => VhdBuilder.Seal(VhdBuilder.Dynamic().Big64(48, 4 << 20));

    /// <summary>Both headers with a number changed, the second one with another one too.</summary>
    private static byte[] Both(int offset, uint value, int also = 96) =>
        VhdxBuilder.Seal(VhdxBuilder.Dynamic().Little32(Header + offset, value).Little32((2 * Header) + offset, value)
            .Little32((2 * Header) + 16, (uint)also));

    private static byte[] Region(int offset, uint value) =>
        VhdxBuilder.Seal(VhdxBuilder.Dynamic().Little32(Regions + offset, value));

    private static byte[] Vhdx(int offset, uint value) => VhdxBuilder.Dynamic().Little32(offset, value);

    private static byte[] Unknown() => Vhdx(VhdxBuilder.Metadata + 32 + 96, 1);

    private static byte[] Vdi(int offset, uint value) => VdiBuilder.Dynamic().Little32(offset, value);
}
