using Airlock.Protocol;
using Airlock.Virtio.Block;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Google.Protobuf;

namespace Airlock.Vmm.Tests.Jobs;

public class OperationTests
{
    private const ulong Sectors = 50;

    /// <summary>Of which the last sector has a part only.</summary>
    private const ulong Bytes = Sectors * 512 - 100;

    private const ulong DataBytes = 4096;

    private static readonly MachineReport s_written = new()
    {
        AreOutputsWritten = true,
        Disks = [new BlockDeviceMetrics(), new BlockDeviceMetrics { BytesWritten = (long)DataBytes }],
    };

    private static readonly InfoResultMessage s_image = new() { Format = "qcow2", VirtualSize = 1 << 20 };

    [Fact]
    public void A_copy_of_every_sector_that_was_written_is_believed() =>
        Assert.Null(new CopyOperation(Bytes).Doubt(Said(count: Sectors), s_written));

    [Theory]
    [InlineData(0)]
    [InlineData(Sectors - 1)]
    [InlineData(Sectors + 1)]
    [InlineData(ulong.MaxValue)]
    public void One_of_another_number_of_sectors_is_not(ulong count) => Assert.Equal(
        $"The guest says that it copied {count} sectors, where the input has 50.",
        new CopyOperation(Bytes).Doubt(Said(count), s_written));

    [Fact]
    public void One_that_left_something_out_is_not() => Assert.Equal(
        "The guest reported success, but didn't write every sector of the output.",
        new CopyOperation(Bytes).Doubt(Said(Sectors), new MachineReport()));

    [Fact]
    public void Nobody_but_its_author_knows_what_another_guest_should_do() => Assert.Null(
        new ForeignOperation(GuestImage.Parse(new byte[] { 0xf4 }, "guest")).Doubt(Said(count: 1), new MachineReport()));

    [Fact]
    public void What_an_image_is_has_to_be_said()
    {
        var operation = new InfoOperation(new ImageOptions());
        Assert.Equal("The guest reported success, but didn't say what the image is.", operation.Doubt(Said(), new MachineReport()));
        Assert.Null(operation.Doubt(Said(info: s_image), new MachineReport()));
    }

    [Fact]
    public void An_answer_that_does_not_fit_what_was_asked_is_not_believed()
    {
        var sized = new InfoOperation(new ImageOptions { MaxVirtualSize = s_image.VirtualSize - 1 });
        Assert.Equal(
            "The guest takes an image of 1048576 bytes, where 1048575 are the most.",
            sized.Doubt(Said(info: s_image), new MachineReport()));
        InfoResultMessage refused = s_image.Clone();
        refused.Convertible = new Refusal { Reason = RefusalClass.RefusalTooLarge };
        Assert.Null(sized.Doubt(Said(info: refused), new MachineReport()));
        Assert.Equal(
            "The guest was told to read a vhd image, and says that it is another.",
            new InfoOperation(new ImageOptions { Format = "vhd" }).Doubt(Said(info: s_image), new MachineReport()));
    }

    [Fact]
    public void A_conversion_of_what_was_announced_that_wrote_every_byte_is_believed() =>
        Assert.Null(Convert().Doubt(Said(DataBytes, s_image.Clone()), s_written));

    [Fact]
    public void One_that_left_a_byte_out_is_not() => Assert.Equal(
        "The guest reported success, but didn't write every byte of the output.",
        Convert().Doubt(Said(info: s_image), new MachineReport()));

    [Fact]
    public void One_that_counts_other_data_than_its_device_is_not() => Assert.Equal(
        "The guest says that it wrote 4095 bytes of data, where its device saw 4096.",
        Convert().Doubt(Said(DataBytes - 1, s_image), s_written));

    [Theory]
    [InlineData("raw", 1 << 20)]
    [InlineData("qcow2", 1 << 21)]
    public void One_that_has_found_something_else_is_not(string format, ulong size) => Assert.Equal(
        "The guest has found another image than before, when it was of format qcow2 with 1048576 bytes.",
        Convert().Doubt(Said(info: new InfoResultMessage { Format = format, VirtualSize = size }), s_written));

    [Fact]
    public void One_of_what_it_does_not_name_is_not() => Assert.Equal(
        "The guest reported success, but didn't say what the image is.", Convert().Doubt(Said(), s_written));

    [Fact]
    public void A_digest_of_every_byte_is_believed() => Assert.Null(Doubt(Digest()));

    [Theory]
    [InlineData("md5", 32)]
    [InlineData("sha256", 31)]
    [InlineData("sha256", 0)]
    public void What_is_no_sha256_is_no_digest(string algorithm, int length)
    {
        DigestMessage digest = Digest();
        digest.Algorithm = algorithm;
        digest.Digest = ByteString.CopyFrom(new byte[length]);
        Assert.Equal("The guest reported success, but didn't say a SHA-256.", Doubt(digest));
    }

    [Fact]
    public void A_digest_of_other_bytes_than_the_image_has_is_not_believed()
    {
        DigestMessage digest = Digest();
        digest.Bytes--;
        Assert.Equal("The guest says that it hashed 1048575 bytes, where the image has 1048576.", Doubt(digest));
    }

    [Fact]
    public void A_digest_of_what_a_conversion_would_refuse_is_not_believed()
    {
        InfoResultMessage refused = s_image.Clone();
        refused.Convertible = new Refusal { Reason = RefusalClass.RefusalExternal };
        Assert.Equal(
            "The guest has hashed an image that it says a conversion would refuse.",
            new DigestOperation(new ImageOptions()).Doubt(Said(info: refused), new MachineReport()));
    }

    [Fact]
    public void A_guest_is_told_how_to_read_an_image()
    {
        var config = new VmmConfig();
        new ConvertOperation(
            new ImageOptions { Format = "vhd", MaxVirtualSize = 5, MaxAmplification = 6, Accept = AcceptedImages.Corrupt },
            s_image).Configure(config);
        Assert.Equal(
            (Airlock.Protocol.Operation.Convert, "vhd", 5ul, 6ul, 1u),
            (config.Operation, config.SourceFormat, config.MaxVirtualSize, config.MaxAmplification, config.Accept));
    }

    private static ConvertOperation Convert() => new(new ImageOptions(), s_image);

    [Fact]
    public void A_map_of_every_byte_is_believed() =>
        Assert.Null(Map(parts: 2, s_image.VirtualSize, new MapResultMessage { ExtentsEmitted = 2 }));

    [Fact]
    public void One_that_ends_before_the_disk_does_is_not() => Assert.Equal(
        "The guest has mapped 1048575 bytes, where the image has 1048576.",
        Map(parts: 1, s_image.VirtualSize - 1, new MapResultMessage { ExtentsEmitted = 1 }));

    [Fact]
    public void One_that_counts_other_parts_than_it_has_named_is_not() => Assert.Equal(
        "The guest says of its map other than the 2 parts that it has named.",
        Map(parts: 2, s_image.VirtualSize, new MapResultMessage { ExtentsEmitted = 3 }));

    [Fact]
    public void A_map_that_failed_is_none() => Assert.Equal(
        "The guest says of its map other than the 1 parts that it has named.",
        Map(parts: 1, s_image.VirtualSize, new MapResultMessage { ExtentsEmitted = 1, Error = 5 }));

    private static string? Map(ulong parts, ulong end, MapResultMessage result)
    {
        result.SourceFormat = s_image.Format;
        result.VirtualSize = s_image.VirtualSize;
        var said = new MessageOrder();
        said.Accept(new GuestMessage { InfoResult = s_image });
        for (ulong i = 0; i < parts; i++)
        {
            ulong start = end / parts * i;
            ulong length = i == parts - 1 ? end - start : end / parts;
            said.Accept(new GuestMessage { MapExtent = new() { Start = start, Length = length, State = "data" } });
        }

        said.Accept(new GuestMessage { MapResult = result });
        said.Accept(new GuestMessage { Complete = new CompleteMessage { Count = parts, Success = true } });
        return new MapOperation(new ImageOptions()).Doubt(said, new MachineReport());
    }

    [Fact]
    public void A_comparison_that_fits_the_disk_is_believed()
    {
        Assert.Null(Doubt(new CompareResultMessage { Identical = true, TotalBytesCompared = s_image.VirtualSize }));
        Assert.Null(Doubt(new CompareResultMessage { FirstMismatchOffset = 7, TotalBytesCompared = 7 }));
    }

    [Theory]
    [InlineData(true, 0, 7)]
    [InlineData(true, 7, 1 << 20)]
    [InlineData(false, 8, 7)]
    public void One_that_cannot_be_is_not(bool isIdentical, ulong mismatch, ulong compared) => Assert.Contains(
        "doesn't fit",
        Doubt(new CompareResultMessage { Identical = isIdentical, FirstMismatchOffset = mismatch, TotalBytesCompared = compared }),
        StringComparison.Ordinal);

    [Fact]
    public void Whether_images_hold_the_same_has_to_be_said() => Assert.Equal(
        "The guest reported success, but didn't say whether the images hold the same.",
        new CompareOperation(new ImageOptions(), null).Doubt(Said(info: s_image), new MachineReport()));

    private static string? Doubt(CompareResultMessage comparison) => new CompareOperation(new ImageOptions(), null).Doubt(
        Said(comparison.TotalBytesCompared, s_image, new GuestMessage { CompareResult = comparison }), new MachineReport());

    private static DigestMessage Digest() => new()
    {
        Algorithm = "sha256",
        Digest = ByteString.CopyFrom(new byte[32]),
        Bytes = s_image.VirtualSize,
    };

    private static string? Doubt(DigestMessage digest) => new DigestOperation(new ImageOptions()).Doubt(
        Said(digest.Bytes, s_image, new GuestMessage { Digest = digest }), new MachineReport());

    private static MessageOrder Said(ulong count = 0, InfoResultMessage? info = null, GuestMessage? answer = null)
    {
        var said = new MessageOrder();
        if (answer is not null)
        {
            said.Accept(answer);
        }

        if (info is not null)
        {
            said.Accept(new GuestMessage { InfoResult = info });
        }

        said.Accept(new GuestMessage { Complete = new CompleteMessage { Count = count, Success = true } });
        return said;
    }
}
