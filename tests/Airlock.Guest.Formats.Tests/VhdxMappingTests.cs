using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck.Xunit;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Where the blocks of a VHDX lie, and what its block table is refused for.</summary>
public class VhdxMappingTests
{
    private const ulong Block = 1 << 20;
    private const ulong ChunkRatio = 4096; // of blocks of 1 MiB with sectors of 512 bytes

    [Fact]
    public void Blocks_that_lie_one_after_the_other_are_one_extent()
    {
        InspectedImage image = Sound(VhdxBuilder.WithBlocks(8 * Block, 3, At(1), At(2), 0, 1, 3, 5, 2, At(0)));
        Assert.Equal(
            [
                (ExtentKind.Data, 0, 2 * Block, VhdxBuilder.BlockAt(1)),
                (ExtentKind.Hole, 2 * Block, 4 * Block, 0),
                (ExtentKind.Zero, 6 * Block, Block, 0),
                (ExtentKind.Data, 7 * Block, Block, VhdxBuilder.BlockAt(0)),
            ],
            image.Walk().Select(extent => (extent.Kind, extent.Start, extent.Length, extent.FileOffset)));
        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
    }

    [Fact]
    public void Behind_each_chunk_there_is_an_entry_for_a_bitmap()
    {
        byte[] file = VhdxBuilder.WithBlocks((ChunkRatio + 2) * Block, 2);
        file.Little64(VhdxBuilder.Bat + (8 * ((int)ChunkRatio - 1)), At(0));
        file.Little64(VhdxBuilder.Bat + (8 * (int)ChunkRatio), 7); // without a parent it means nothing
        file.Little64(VhdxBuilder.Bat + (8 * ((int)ChunkRatio + 1)), At(1));
        Extent[] data = [.. Sound(file).Walk().Where(extent => extent.Kind == ExtentKind.Data)];
        Assert.Equal(
            [((ChunkRatio - 1) * Block, VhdxBuilder.BlockAt(0)), (ChunkRatio * Block, VhdxBuilder.BlockAt(1))],
            data.Select(extent => (extent.Start, extent.FileOffset)));
    }

    [Fact]
    public void The_disk_ends_where_its_size_says_within_a_block()
    {
        InspectedImage image = Sound(VhdxBuilder.WithBlocks(Block + 512, 2, At(0), At(1)));
        Assert.Equal(Block + 512, Assert.Single(image.Walk()).Length);
    }

    [Theory]
    [InlineData(4, RefusalClass.RefusalHeader)]                        // reserved
    [InlineData(7, RefusalClass.RefusalExternal)]                      // a part of it is in a parent
    [InlineData(6 | (4 << 20) | 8, RefusalClass.RefusalHeader)]        // reserved bits
    [InlineData(6, RefusalClass.RefusalOverlap)]                       // in the header area
    [InlineData(6 | (1 << 20), RefusalClass.RefusalOverlap)]           // in the log
    [InlineData(6 | (2 << 20), RefusalClass.RefusalOverlap)]           // in the block table
    [InlineData(6 | (3 << 20), RefusalClass.RefusalOverlap)]           // in the metadata
    [InlineData(6 | (6 << 20), RefusalClass.RefusalOutOfFile)]
    [InlineData(6 | (1L << 62), RefusalClass.RefusalOutOfFile)]
    [InlineData(-1048576L | 6, RefusalClass.RefusalOutOfFile)]
    public void An_entry_that_is_not_sound_is_refused(long entry, RefusalClass reason)
    {
        Refusal refusal = Refused(VhdxBuilder.WithBlocks(4 * Block, 2, At(1), (ulong)entry), reason).Refusal;
        Assert.Equal((ulong)VhdxBuilder.Bat + 8, refusal.Offset);
    }

    [Fact]
    public void A_block_that_is_cut_off_is_refused()
    {
        byte[] file = VhdxBuilder.WithBlocks(2 * Block, 2, At(0), At(1));
        Refused(file[..^512], RefusalClass.RefusalOutOfFile);
    }

    [Fact]
    public void Two_blocks_in_one_place_are_refused() => Refused(
        VhdxBuilder.WithBlocks(4 * Block, 2, At(1), 0, At(0), At(1)),
        RefusalClass.RefusalOverlap);

    [Property(MaxTest = 30)]
    public void The_mapping_is_the_builders(int seed)
    {
        var random = new Random(seed);
        ulong[] entries = [.. Enumerable.Repeat(0, random.Next(1, 1200)).Select(_ => (ulong)random.Next(4))];
        int stored = random.Next(Math.Min(entries.Length, 6));
        int[] blocks = [.. Enumerable.Range(0, entries.Length)];
        random.Shuffle(blocks);
        for (int i = 0; i < stored; i++)
        {
            entries[blocks[i]] = At(i);
        }

        byte[] file = VhdxBuilder.WithBlocks((ulong)entries.Length * Block, stored, entries);
        ulong end = 0;
        foreach (Extent extent in Sound(file).Walk())
        {
            Assert.Equal(end, extent.Start);
            for (; end < extent.Start + extent.Length; end += Block)
            {
                ulong state = entries[end / Block] & 7;
                Assert.Equal(
                    state switch { 6 => ExtentKind.Data, 2 => ExtentKind.Zero, _ => ExtentKind.Hole }, extent.Kind);
                int place = (int)(entries[end / Block] >> 20) - 4;
                Assert.True(state != 6 || file[extent.FileOffset + (end - extent.Start)] == VhdxBuilder.ByteOf(place));
            }
        }

        Assert.Equal((ulong)entries.Length * Block, end);
    }

    private static ulong At(int place) => VhdxBuilder.Present(place);

    private static InspectedImage Sound(byte[] file) => Mapped.Sound("vhdx", file);

    private static InspectedImage Refused(byte[] file, RefusalClass reason) =>
        Mapped.Refused("vhdx", file, reason, "bat_entry");
}
