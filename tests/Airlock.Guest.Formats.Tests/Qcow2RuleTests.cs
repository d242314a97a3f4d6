using System.Text;
using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Guest.Formats.Tests;

/// <summary>A row for each rule about qcow2 images, with an image that breaks just that one.</summary>
public class Qcow2RuleTests
{
    private const int Cluster = 1 << 12;
    private const ulong Beyond = 1 << 30;
    private const ulong CopiedBit = 1UL << 63;

    private static readonly Dictionary<string, (byte[] Image, RefusalClass Reason, string Field)> s_header = new()
    {
        ["a file shorter than the header of version 2"] = (Plain().Cut(71), RefusalClass.RefusalHeader, "header"),
        ["a file shorter than the header of version 3"] = (Plain().Cut(103), RefusalClass.RefusalHeader, "header"),
        ["version 0"] = (Plain().Big32(4, 0), RefusalClass.RefusalUnsupported, "version"),
        ["version 4"] = (Plain().Big32(4, 4), RefusalClass.RefusalUnsupported, "version"),
        ["clusters of 256 bytes"] = (Plain().Big32(20, 8), RefusalClass.RefusalHeader, "cluster_bits"),
        ["clusters of 4 MiB"] = (Plain().Big32(20, 22), RefusalClass.RefusalHeader, "cluster_bits"),
        ["cluster bits that no shift has"] =
            (Plain().Big32(20, uint.MaxValue), RefusalClass.RefusalHeader, "cluster_bits"),
        ["a header shorter than that of its version"] =
            (Plain().Big32(100, 96), RefusalClass.RefusalHeader, "header_length"),
        ["a header longer than a cluster"] =
            (Plain().Big32(100, Cluster + 8), RefusalClass.RefusalHeader, "header_length"),
        ["a header length that isn't a multiple of 8"] =
            (Plain().Big32(100, 106), RefusalClass.RefusalHeader, "header_length"),
        ["AES"] = (Plain().Big32(32, 1), RefusalClass.RefusalEncrypted, "crypt_method"),
        ["LUKS"] = (Plain().Big32(32, 2), RefusalClass.RefusalEncrypted, "crypt_method"),
        ["an unknown encryption"] = (Plain().Big32(32, 3), RefusalClass.RefusalUnsupported, "crypt_method"),
        ["an image marked corrupt"] = (Plain().Big64(72, 2), RefusalClass.RefusalCorrupt, "incompatible_features"),
        ["data in another file"] = (Plain().Big64(72, 4), RefusalClass.RefusalExternal, "incompatible_features"),
        ["unknown incompatible bit 5"] =
            (Plain().Big64(72, 1 << 5), RefusalClass.RefusalUnsupported, "incompatible_features"),
        ["unknown incompatible bit 63"] =
            (Plain().Big64(72, 1UL << 63), RefusalClass.RefusalUnsupported, "incompatible_features"),
        ["the compression bit without a type"] = (Plain().Big64(72, 8), RefusalClass.RefusalHeader, "compression_type"),
        ["a compression type without its bit"] =
            (Zstd().Big64(72, 0), RefusalClass.RefusalHeader, "compression_type"),
        ["an unknown compression type"] = (Zstd(type: 2), RefusalClass.RefusalUnsupported, "compression_type"),
        ["extended entries with clusters of 8 KiB"] =
            (new Qcow2Builder { ClusterBits = 13, IsExtended = true }.Build(),
             RefusalClass.RefusalHeader, "cluster_bits"),
        ["refcounts of 128 bits"] = (Plain().Big32(96, 7), RefusalClass.RefusalHeader, "refcount_order"),
        ["a backing file"] = (Backed("/etc/passwd"), RefusalClass.RefusalExternal, "backing_file_offset"),
        ["a backing file's name behind the first cluster"] =
            (Backed("x").Big64(8, Cluster), RefusalClass.RefusalHeader, "backing_file_offset"),
        ["a backing file's name over the first cluster's end"] =
            (Backed("x").Big64(8, Cluster - 8).Big32(16, 9), RefusalClass.RefusalHeader, "backing_file_offset"),
        ["a backing file's name of 1,024 bytes"] =
            (Backed("x").Big32(16, 1024), RefusalClass.RefusalHeader, "backing_file_size"),
        ["an L1 table of more than 32 MiB"] =
            (Plain().Big32(36, (4 << 20) + 1), RefusalClass.RefusalTooLarge, "l1_size"),
        ["an L1 table off a cluster's boundary"] =
            (Plain().Big64(40, (3 * Cluster) + 512), RefusalClass.RefusalMisaligned, "l1_table_offset"),
        ["an L1 table beyond the file"] = (Plain().Big64(40, Beyond), RefusalClass.RefusalOutOfFile, "l1_table_offset"),
        ["an L1 table that would wrap"] =
            (Plain().Big64(40, ulong.MaxValue - Cluster + 1), RefusalClass.RefusalOutOfFile, "l1_table_offset"),
        ["an L1 table in the header"] = (Plain().Big64(40, 0), RefusalClass.RefusalOverlap, "l1_table_offset"),
        ["an L1 table smaller than the size needs"] = (Plain().Big32(36, 0), RefusalClass.RefusalHeader, "l1_size"),
        ["a size above the signed range"] = (Plain().Big64(24, 1UL << 63), RefusalClass.RefusalTooLarge, "size"),
        ["a size above the limit"] = (Plain().Big64(24, (1UL << 46) + 512), RefusalClass.RefusalTooLarge, "size"),
        ["no refcount table"] = (Plain().Big32(56, 0), RefusalClass.RefusalHeader, "refcount_table_clusters"),
        ["a refcount table of more than 8 MiB"] =
            (Plain().Big32(56, 2049), RefusalClass.RefusalTooLarge, "refcount_table_clusters"),
        ["a refcount table off a cluster's boundary"] =
            (Plain().Big64(48, Cluster + 8), RefusalClass.RefusalMisaligned, "refcount_table_offset"),
        ["a refcount table beyond the file"] =
            (Plain().Big64(48, Beyond), RefusalClass.RefusalOutOfFile, "refcount_table_offset"),
        ["a refcount table in the header"] =
            (Plain().Big64(48, 0), RefusalClass.RefusalOverlap, "refcount_table_offset"),
        ["a refcount table in the L1 table"] =
            (Plain().Big64(48, 3 * Cluster), RefusalClass.RefusalOverlap, "refcount_table_offset"),
        ["more than 65,536 snapshots"] =
            (Plain().Big32(60, 65537).Big64(64, Cluster), RefusalClass.RefusalTooLarge, "nb_snapshots"),
        ["snapshots off a cluster's boundary"] =
            (Plain().Big32(60, 1).Big64(64, Cluster + 8), RefusalClass.RefusalMisaligned, "snapshots_offset"),
        ["snapshots beyond the file"] =
            (Plain().Big32(60, 1).Big64(64, Beyond), RefusalClass.RefusalOutOfFile, "snapshots_offset"),
        ["an extension longer than the room for it"] =
            (Plain().Big32(104, 0x1234).Big32(108, Cluster), RefusalClass.RefusalHeader, "header_extension.length"),
        ["an extension of 4 GiB"] =
            (Plain().Big32(104, 0x1234).Big32(108, uint.MaxValue),
             RefusalClass.RefusalHeader, "header_extension.length"),
        ["extensions without an end"] =
            (Plain().Big32(104, 0x1234).Big32(108, Cluster - 112), RefusalClass.RefusalHeader, "header_extension"),
        ["an extension that comes twice"] =
            (new Qcow2Builder().Extension(0xe2792aca, "raw"u8).Extension(0xe2792aca, "raw"u8).Build(),
             RefusalClass.RefusalHeader, "header_extension.type"),
        ["a backing format of 16 bytes"] =
            (new Qcow2Builder().Extension(0xe2792aca, new byte[16]).Build(),
             RefusalClass.RefusalHeader, "backing_format"),
        ["a bitmaps extension without its count"] =
            (new Qcow2Builder().Extension(0x23852875, "x"u8).Build(), RefusalClass.RefusalHeader, "bitmaps_extension"),
    };

    private static readonly Dictionary<string, (byte[] Image, RefusalClass Reason, string Field)> s_mapping = new()
    {
        ["reserved bits of an L1 entry"] = (L1(1UL << 56), RefusalClass.RefusalHeader, "l1_entry"),
        ["low reserved bits of an L1 entry"] = (L1(1), RefusalClass.RefusalHeader, "l1_entry"),
        ["an L2 table off a cluster's boundary"] = (L1(512), RefusalClass.RefusalMisaligned, "l1_entry"),
        ["an L2 table beyond the file"] = (L1(Beyond), RefusalClass.RefusalOutOfFile, "l1_entry"),
        ["an L2 table in the refcount table"] =
            (L1To(Cluster), RefusalClass.RefusalOverlap, "l1_entry"),
        ["an L2 table in the L1 table"] = (L1To(3 * Cluster), RefusalClass.RefusalOverlap, "l1_entry"),
        ["reserved bits of an L2 entry"] = (L2(CopiedBit | (1UL << 56)), RefusalClass.RefusalHeader, "l2_entry"),
        ["low reserved bits of an L2 entry"] = (L2(2), RefusalClass.RefusalHeader, "l2_entry"),
        ["a zero cluster in version 2"] =
            (new Qcow2Builder { Version = 2 }.Entry(0, 1).Build(), RefusalClass.RefusalHeader, "l2_entry"),
        ["the zero bit in an extended entry"] = (Extended(1, 0), RefusalClass.RefusalHeader, "l2_entry"),
        ["data off a cluster's boundary"] = (L2At(512), RefusalClass.RefusalMisaligned, "l2_entry"),
        ["data beyond the file"] = (L2At(Beyond), RefusalClass.RefusalOutOfFile, "l2_entry"),
        ["data that the file ends in"] =
            (new Qcow2Builder().Data(0, "x"u8).Build()[..^1], RefusalClass.RefusalOutOfFile, "l2_entry"),
        ["data in the refcount table"] = (L2At(Cluster), RefusalClass.RefusalOverlap, "l2_entry"),
        ["data in the L1 table"] = (L2At(3 * Cluster), RefusalClass.RefusalOverlap, "l2_entry"),
        ["data in its own L2 table"] = (L2At(4 * Cluster), RefusalClass.RefusalOverlap, "l2_entry"),
        ["a compressed cluster with the copied bit"] =
            (L2(CopiedBit | (1UL << 62) | (4 * Cluster)), RefusalClass.RefusalHeader, "l2_entry"),
        ["a compressed cluster beyond the file"] =
            (L2At((1UL << 62) | Beyond), RefusalClass.RefusalOutOfFile, "l2_entry"),
        ["a compressed cluster that passes the last sector"] =
            (L2At((1UL << 62) | (1UL << 58) | ((5 * Cluster) - 512)), RefusalClass.RefusalOutOfFile, "l2_entry"),
        ["a compressed cluster in the header"] = (L2At((1UL << 62) | 512), RefusalClass.RefusalOverlap, "l2_entry"),
        ["a part both allocated and zero"] = (Extended(0, (1UL << 32) | 1), RefusalClass.RefusalHeader, "l2_entry"),
        ["a part allocated nowhere"] = (Extended(0, 1), RefusalClass.RefusalHeader, "l2_entry"),
    };

    public static TheoryData<string> HeaderRules => [.. s_header.Keys];

    public static TheoryData<string> MappingRules => [.. s_mapping.Keys];

    [Theory]
    [MemberData(nameof(HeaderRules))]
    public void A_header_is_refused_for(string rule)
    {
        (byte[] file, RefusalClass reason, string field) = s_header[rule];
        InspectedImage image = InspectedImage.Of(file);
        Assert.Equal("qcow2", image.Format);
        Assert.Equal((reason, field), (image.Reason, image.Field));
        Assert.True(image.Info.HasConvertible);
        bool isOfLength = field is "header" or "header_extension";
        Assert.True(isOfLength || RefusedValue.StandsInFile(file, image.Refusal));
    }

    [Theory]
    [MemberData(nameof(MappingRules))]
    public void A_mapping_is_refused_for(string rule)
    {
        (byte[] file, RefusalClass reason, string field) = s_mapping[rule];
        InspectedImage image = InspectedImage.Of(file);
        Assert.False(image.Info.HasConvertible, $"{image.Reason} {image.Field}");
        Assert.Empty(image.Walk());
        Assert.Equal((reason, field), (image.Reason, image.Field));
    }

    private static byte[] Plain() => new Qcow2Builder().Build();

    private static byte[] Zstd(byte type = 1) => new Qcow2Builder { CompressionType = type }.Build();

    private static byte[] Backed(string name) =>
        new Qcow2Builder { BackingFile = Encoding.UTF8.GetBytes(name) }.Build();

    /// <summary>An image whose first L1 entry has further bits.</summary>
    private static byte[] L1(ulong bits)
    {
        var builder = new Qcow2Builder();
        return builder.Data(0, "x"u8).Build().Big64(builder.L1Offset, (uint)builder.FirstL2Offset | bits);
    }

    private static byte[] L1To(ulong offset)
    {
        var builder = new Qcow2Builder();
        return builder.Data(0, "x"u8).Build().Big64(builder.L1Offset, offset);
    }

    private static byte[] L2(ulong entry) => new Qcow2Builder().Entry(0, entry).Build();

    /// <summary>An image whose first L2 entry names a place in the file.</summary>
    private static byte[] L2At(ulong entry)
    {
        var builder = new Qcow2Builder();
        return builder.Entry(0, 0).Build().Big64(builder.FirstL2Offset, entry);
    }

    private static byte[] Extended(ulong entry, ulong bits) =>
        new Qcow2Builder { ClusterBits = 14, IsExtended = true }.Entry(0, entry, bits).Build();
}
