using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck.Xunit;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Where the grains of a VMDK lie, and what its tables and markers are refused for.</summary>
public class VmdkMappingTests
{
    private const ulong Grain = VmdkBuilder.GrainSize;
    private const ulong Disk = 16 * Grain;
    private const int FirstMarker = 128 * 512;

    [Fact]
    public void Grains_that_lie_one_after_the_other_are_one_extent()
    {
        InspectedImage image = Sound(VmdkBuilder.WithGrains(3, At(1), At(2), 0, 1, 0, 0, 0, 0, 0, At(0)));
        Assert.Equal(
            [
                (ExtentKind.Data, 0, 2 * Grain, At(1) * 512),
                (ExtentKind.Hole, 2 * Grain, Grain, 0),
                (ExtentKind.Zero, 3 * Grain, Grain, 0),
                (ExtentKind.Hole, 4 * Grain, 4 * Grain, 0),
                (ExtentKind.Hole, 8 * Grain, Grain, 0),
                (ExtentKind.Data, 9 * Grain, Grain, At(0) * 512UL),
                (ExtentKind.Hole, 10 * Grain, 2 * Grain, 0),
                (ExtentKind.Hole, 12 * Grain, 4 * Grain, 0),
            ],
            image.Walk().Select(extent => (extent.Kind, extent.Start, extent.Length, extent.FileOffset)));
        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
    }

    [Fact]
    public void Compressed_grains_lie_behind_their_markers()
    {
        InspectedImage image = Sound(VmdkBuilder.StreamWithGrains(5, 2));
        Extent[] compressed = [.. image.Walk().Where(extent => extent.Kind == ExtentKind.Compressed)];
        Assert.Equal([2 * Grain, 5 * Grain], compressed.Select(extent => extent.Start));
        Assert.All(compressed, extent => Assert.Equal((Grain, Grain), (extent.Length, extent.BlockLength)));
        Assert.All(compressed, extent => Assert.Equal(Compression.Zlib, extent.Compression));
        Assert.Equal((ulong)FirstMarker + 12, compressed[1].FileOffset);
        Assert.Equal(FormatStatus.Answered, image.Find((2 * Grain) + 777, out Extent inside));
        Assert.Equal((2 * Grain, Grain), (inside.Start, inside.Length));
    }

    [Fact]
    public void The_entry_1_is_a_place_unless_the_header_says_otherwise() =>
        Refused(VmdkBuilder.WithGrains(1, 1).Little32(8, 3), RefusalClass.RefusalOverlap, "gt_entry");

    [Theory]
    [InlineData(127u, RefusalClass.RefusalOverlap)]
    [InlineData(2u, RefusalClass.RefusalOverlap)]
    [InlineData(129u, RefusalClass.RefusalOutOfFile)] // its last sector
    [InlineData(uint.MaxValue, RefusalClass.RefusalOutOfFile)]
    public void A_grain_that_is_not_whole_behind_the_overhead_is_refused(uint entry, RefusalClass reason)
    {
        Refusal refusal = Refused(VmdkBuilder.WithGrains(1, 0, entry), reason, "gt_entry").Refusal;
        Assert.Equal((entry * 512UL, (ulong)VmdkBuilder.EntryAt(1)), (refusal.Value, refusal.Offset));
    }

    [Theory]
    [InlineData(uint.MaxValue, RefusalClass.RefusalOutOfFile)]
    [InlineData(26u, RefusalClass.RefusalOverlap)] // the directory itself
    public void A_table_that_lies_where_none_can_is_refused(uint entry, RefusalClass reason)
    {
        byte[] file = VmdkBuilder.WithGrains(1, At(0)).Little32(VmdkBuilder.Directory + 4, entry);
        Assert.Equal((ulong)VmdkBuilder.Directory + 4, Refused(file, reason, "gd_entry").Refusal.Offset);
    }

    [Fact]
    public void Two_grains_in_one_place_are_refused()
    {
        Refused(VmdkBuilder.WithGrains(2, At(1), 0, At(1)), RefusalClass.RefusalOverlap, "gt_entry");
        Refused(VmdkBuilder.WithGrains(2, At(1), 0, 0, 0, 0, 0, At(1)), RefusalClass.RefusalOverlap, "gt_entry");
    }

    [Theory]
    [InlineData(0, 1u, RefusalClass.RefusalCorrupt, "grain_marker.lba")]
    [InlineData(4, 1u, RefusalClass.RefusalCorrupt, "grain_marker.lba")]
    [InlineData(8, 0u, RefusalClass.RefusalCompressed, "grain_marker.size")]
    [InlineData(8, (2 * VmdkBuilder.GrainSize) + 513u, RefusalClass.RefusalCompressed, "grain_marker.size")]
    [InlineData(8, 2u * VmdkBuilder.GrainSize, RefusalClass.RefusalOutOfFile, "grain_marker.size")]
    public void A_marker_that_is_not_sound_is_refused(int offset, uint value, RefusalClass reason, string field) =>
        Refused(VmdkBuilder.StreamWithGrains(3).Little32(FirstMarker + offset, value), reason, field);

    [Fact]
    public void A_stream_without_markers_is_not_understood() => Assert.Equal(
        (RefusalClass.RefusalUnsupported, "flags"),
        Reason(InspectedImage.Of(WithFlags(VmdkBuilder.StreamWithGrains(3), 0x10001))));

    [Property(MaxTest = 50)]
    public void The_mapping_is_the_builders(int seed)
    {
        var random = new Random(seed);
        int[] places = [.. Enumerable.Range(0, 16)];
        random.Shuffle(places);
        int stored = random.Next(9);
        uint[] entries = [.. Enumerable.Range(0, 16).Select(_ => (uint)random.Next(2))];
        for (int i = 0; i < stored; i++)
        {
            entries[places[i]] = At(i);
        }

        byte[] file = VmdkBuilder.WithGrains(stored, entries);
        ulong end = 0;
        foreach (Extent extent in Sound(file).Walk())
        {
            Assert.Equal(end, extent.Start);
            for (; end < extent.Start + extent.Length; end += Grain)
            {
                uint entry = entries[end / Grain];
                Assert.Equal(
                    entry switch { 0 => ExtentKind.Hole, 1 => ExtentKind.Zero, _ => ExtentKind.Data }, extent.Kind);
                int place = (int)(entry - At(0)) * 512 / VmdkBuilder.GrainSize;
                Assert.True(
                    entry < 2 || file[extent.FileOffset + (end - extent.Start)] == VmdkBuilder.ByteOf(place));
            }
        }

        Assert.Equal(Disk, end);
    }

    private static uint At(int place) => VmdkBuilder.GrainAt(place);

    private static byte[] WithFlags(byte[] stream, uint flags) =>
        stream.Little32(8, flags).Little32(stream.Length - 1024 + 8, flags);

    private static (RefusalClass Reason, string Field) Reason(InspectedImage image) => (image.Reason, image.Field);

    private static InspectedImage Sound(byte[] file) => Mapped.Sound("vmdk", file);

    private static InspectedImage Refused(byte[] file, RefusalClass reason, string field) =>
        Mapped.Refused("vmdk", file, reason, field);
}
