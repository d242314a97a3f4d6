using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck.Xunit;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Where the blocks of a VDI lie, and what its map is refused for.</summary>
public class VdiMappingTests
{
    private const ulong Block = VdiBuilder.BlockSize;
    private const uint Never = uint.MaxValue;
    private const uint Discarded = uint.MaxValue - 1;

    [Fact]
    public void Blocks_that_lie_one_after_the_other_are_one_extent()
    {
        InspectedImage image = Sound(VdiBuilder.WithBlocks(8 * Block, 4, 1, 2, Never, Never, Discarded, 3, 0, Never));
        Assert.Equal(
            [
                (ExtentKind.Data, 0, 2 * Block, VdiBuilder.Data + Block),
                (ExtentKind.Hole, 2 * Block, 2 * Block, 0),
                (ExtentKind.Zero, 4 * Block, Block, 0),
                (ExtentKind.Data, 5 * Block, Block, VdiBuilder.Data + (3 * Block)),
                (ExtentKind.Data, 6 * Block, Block, VdiBuilder.Data),
                (ExtentKind.Hole, 7 * Block, Block, 0),
            ],
            image.Walk().Select(extent => (extent.Kind, extent.Start, extent.Length, extent.FileOffset)));
        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(VdiBuilder.BlockSize - 1)]
    public void A_size_that_is_odd_is_the_size_and_the_last_block_may_end_with_it(int rest)
    {
        ulong size = Block + (ulong)rest;
        byte[] file = VdiBuilder.WithBlocks(size, 2, 0, 1);
        foreach (byte[] cut in (byte[][])[file, file.Cut(VdiBuilder.Data + VdiBuilder.BlockSize + rest)])
        {
            InspectedImage image = Sound(cut);
            Assert.Equal(size, image.Info.VirtualSize);
            Assert.Equal(size, Assert.Single(image.Walk()).Length);
        }

        Assert.Equal(
            RefusalClass.RefusalOutOfFile,
            InspectedImage.Of(file.Cut(VdiBuilder.Data + VdiBuilder.BlockSize + rest - 1)).Reason);
    }

    [Fact]
    public void A_fixed_disk_is_read_by_its_map_too()
    {
        InspectedImage image = Sound(VdiBuilder.WithBlocks(3 * Block, 3, 0, 1, 2).Little32(76, 2));
        Assert.Equal(3 * Block, Assert.Single(image.Walk()).Length);
    }

    [Fact]
    public void A_block_that_was_never_allocated_is_refused()
    {
        Refusal refusal = Refused(
            VdiBuilder.WithBlocks(4 * Block, 2, 0, 2), RefusalClass.RefusalHeader).Refusal;
        Assert.Equal((2UL, 2UL, (ulong)VdiBuilder.Map + 4), (refusal.Value, refusal.Limit, refusal.Offset));
    }

    [Fact]
    public void A_short_block_that_is_needed_whole_is_refused()
    {
        byte[] file = VdiBuilder.WithBlocks((2 * Block) - 512, 2, 1, 0);
        Refused(file.Cut(file.Length - 512), RefusalClass.RefusalOutOfFile);
    }

    [Fact]
    public void Two_blocks_in_one_place_are_refused()
    {
        foreach (uint[] entries in (uint[][])[[0, 0], [1, 0, Never, 0], [0, 1, 2, 3, 0], [3, 2, 1, 0, 2]])
        {
            Refused(VdiBuilder.WithBlocks(5 * Block, 4, entries), RefusalClass.RefusalOverlap);
        }
    }

    [Fact]
    public void Looking_a_block_up_again_is_no_second_block()
    {
        InspectedImage image = Sound(VdiBuilder.WithBlocks(4 * Block, 4, 3, 2, 1, 0));
        for (int i = 0; i < 3; i++)
        {
            image.Walk();
            Assert.Equal(FormatStatus.Answered, image.Find((2 * Block) + 5, out _));
        }
    }

    [Property(MaxTest = 50)]
    public void The_mapping_is_the_builders(int seed)
    {
        var random = new Random(seed);
        int blocks = random.Next(1, 100);
        int stored = random.Next(Math.Min(blocks, 9));
        uint[] entries = [.. Enumerable.Repeat(0, blocks).Select(_ => random.Next(2) == 0 ? Never : Discarded)];
        int[] places = [.. Enumerable.Range(0, blocks)];
        random.Shuffle(places);
        for (int i = 0; i < stored; i++)
        {
            entries[places[i]] = (uint)i;
        }

        byte[] file = VdiBuilder.WithBlocks((ulong)blocks * Block, stored, entries);
        ulong end = 0;
        InspectedImage image = Sound(file);
        foreach (Extent extent in image.Walk())
        {
            Assert.Equal(end, extent.Start);
            for (; end < extent.Start + extent.Length; end += Block)
            {
                uint entry = entries[end / Block];
                Assert.Equal(
                    entry switch { Never => ExtentKind.Hole, Discarded => ExtentKind.Zero, _ => ExtentKind.Data },
                    extent.Kind);
                Assert.True(
                    extent.Kind != ExtentKind.Data
                    || file[extent.FileOffset + (end - extent.Start)] == VdiBuilder.ByteOf((int)entry));
            }
        }

        Assert.Equal((ulong)blocks * Block, end);
    }

    private static InspectedImage Sound(byte[] file) => Mapped.Sound("vdi", file);

    private static InspectedImage Refused(byte[] file, RefusalClass reason) =>
        Mapped.Refused("vdi", file, reason, "map_entry");
}
