using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck.Xunit;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Where the blocks of a VHD lie, and what its block table is refused for.</summary>
public class VhdMappingTests
{
    private const uint Block = 64 << 10;

    [Fact]
    public void A_fixed_disk_is_what_stands_before_its_footer()
    {
        Extent extent = Assert.Single(Sound(VhdBuilder.Fixed(96 << 10)).Walk());
        Assert.Equal((ExtentKind.Data, 0UL, 96UL << 10), (extent.Kind, extent.Start, extent.Length));
        Assert.Equal(0UL, extent.FileOffset);
    }

    [Fact]
    public void Each_block_lies_behind_its_bitmap()
    {
        InspectedImage image = Sound(VhdBuilder.WithBlocks(6 * Block, Block, 3, 2, -1, -1, 0, 1, -1));
        Assert.Equal(
            [
                (ExtentKind.Data, 0, Block, DataAt(2, 6)),
                (ExtentKind.Hole, Block, 2 * Block, 0),
                (ExtentKind.Data, 3 * Block, Block, DataAt(0, 6)),
                (ExtentKind.Data, 4 * Block, Block, DataAt(1, 6)),
                (ExtentKind.Hole, 5 * Block, Block, 0UL),
            ],
            image.Walk().Select(extent => (extent.Kind, extent.Start, extent.Length, extent.FileOffset)));
        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
    }

    [Fact]
    public void The_disk_ends_where_its_size_says_within_a_block()
    {
        InspectedImage image = Sound(VhdBuilder.WithBlocks(Block + 512, Block, 2, 1, 0));
        Assert.Equal([(ulong)Block, 512], image.Walk().Select(extent => extent.Length));
    }

    [Fact]
    public void Without_its_footer_a_block_may_reach_the_end_of_the_file()
    {
        byte[] file = VhdBuilder.WithBlocks(Block, Block, 1, 0);
        Assert.Single(Sound(file[..^512]).Walk());
    }

    [Fact]
    public void A_block_that_is_not_whole_in_the_file_is_refused()
    {
        byte[] file = VhdBuilder.WithBlocks(2 * Block, Block, 2, 0, 1);
        ulong at = (ulong)VhdBuilder.BlockAt(Block, 2, 1);
        file.Big32(VhdBuilder.Table + 4, (uint)(at / 512) + 1); // onto the footer
        Refusal refusal = Refused(file, RefusalClass.RefusalOutOfFile).Refusal;
        Assert.Equal((at + 512, (ulong)VhdBuilder.Table + 4), (refusal.Value, refusal.Offset));
        Refused(file.Big32(VhdBuilder.Table + 4, uint.MaxValue - 1), RefusalClass.RefusalOutOfFile);
    }

    [Theory]
    [InlineData(0u)] // the footer's copy
    [InlineData(1u)] // the header
    [InlineData(3u)] // the table
    public void A_block_where_something_else_lies_is_refused(uint sector) => Refused(
        VhdBuilder.WithBlocks(2 * Block, Block, 2, 0, 1).Big32(VhdBuilder.Table, sector), RefusalClass.RefusalOverlap);

    [Fact]
    public void Two_blocks_in_one_place_are_refused()
    {
        Refused(VhdBuilder.WithBlocks(3 * Block, Block, 2, 1, -1, 1), RefusalClass.RefusalOverlap);
        Refused(VhdBuilder.WithBlocks(3 * Block, Block, 2, 0, 0, 1), RefusalClass.RefusalOverlap);
    }

    [Property(MaxTest = 50)]
    public void The_mapping_is_the_builders(int seed)
    {
        var random = new Random(seed);
        uint block = 512u << random.Next(8);
        int[] places = [.. Enumerable.Repeat(-1, random.Next(1, 300))];
        int stored = random.Next(Math.Min(places.Length, 9));
        int[] blocks = [.. Enumerable.Range(0, places.Length)];
        random.Shuffle(blocks);
        for (int i = 0; i < stored; i++)
        {
            places[blocks[i]] = i;
        }

        byte[] file = VhdBuilder.WithBlocks((ulong)places.Length * block, block, stored, places);
        ulong end = 0;
        foreach (Extent extent in Sound(file).Walk())
        {
            Assert.Equal(end, extent.Start);
            for (; end < extent.Start + extent.Length; end += block)
            {
                int place = places[end / block];
                Assert.Equal(place < 0 ? ExtentKind.Hole : ExtentKind.Data, extent.Kind);
                Assert.True(place < 0 || file[extent.FileOffset + (end - extent.Start)] == VhdBuilder.ByteOf(place));
            }
        }

        Assert.Equal((ulong)places.Length * block, end);
    }

    private static ulong DataAt(int place, int entries) =>
        (ulong)(VhdBuilder.BlockAt(Block, entries, place) + VhdBuilder.BitmapLength(Block));

    private static InspectedImage Sound(byte[] file) => Mapped.Sound("vhd", file);

    private static InspectedImage Refused(byte[] file, RefusalClass reason) =>
        Mapped.Refused("vhd", file, reason, "bat_entry");
}
