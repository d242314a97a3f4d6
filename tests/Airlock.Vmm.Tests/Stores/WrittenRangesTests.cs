using Airlock.Vmm.Stores;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Stores;

public class WrittenRangesTests
{
    private const ulong Gap = 2;

    [Property(MaxTest = 1000)]
    public void What_is_covered_is_what_a_bit_for_each_byte_says((byte Start, byte Length)[] writes)
    {
        var ranges = new WrittenRanges();
        bool[] bytes = new bool[2 * byte.MaxValue + 1]; // the last one is never written
        foreach ((byte start, byte length) in writes)
        {
            ranges.Add(start, (ulong)start + length);
            bytes.AsSpan(start, length).Fill(true);
            int firstGap = Array.IndexOf(bytes, false);
            Assert.True(ranges.Cover(new DiskPart(0, (ulong)firstGap)));
            Assert.False(ranges.Cover(new DiskPart(0, (ulong)firstGap + 1)));
        }
    }

    [Property(MaxTest = 1000)]
    public void Untouched_is_what_no_write_has_met((byte Start, byte Length)[] writes, byte start, byte length)
    {
        var ranges = new WrittenRanges();
        bool[] bytes = new bool[2 * byte.MaxValue];
        foreach ((byte writeStart, byte writeLength) in writes)
        {
            ranges.Add(writeStart, (ulong)writeStart + writeLength);
            bytes.AsSpan(writeStart, writeLength).Fill(true);
        }

        length = Math.Max(length, (byte)1);
        bool untouched = !bytes.AsSpan(start, length).Contains(true);
        Assert.Equal(untouched, ranges.IsUntouched(start, (ulong)start + length));
    }

    [Fact]
    public void A_part_is_covered_by_what_was_written_of_it_wherever_it_lies()
    {
        var ranges = new WrittenRanges();
        ranges.Add(10, 20);
        ranges.Add(30, 40);
        Assert.True(ranges.Cover(new DiskPart(30, 40)));
        Assert.True(ranges.Cover(new DiskPart(12, 20)));
        Assert.False(ranges.Cover(new DiskPart(15, 35)));
        Assert.False(ranges.Cover(new DiskPart(30, 41)));
    }

    [Fact]
    public void Nothing_at_all_is_always_covered()
    {
        Assert.True(new WrittenRanges().Cover(new DiskPart(0, 0)));
        Assert.False(new WrittenRanges().Cover(new DiskPart(0, 1)));
    }

    [Fact]
    public void Empty_and_reversed_ranges_add_nothing()
    {
        var ranges = new WrittenRanges();
        ranges.Add(0, 0);
        ranges.Add(ulong.MaxValue, 0);
        Assert.False(ranges.Cover(new DiskPart(0, 1)));
    }

    [Fact]
    public void The_largest_disk_can_be_covered()
    {
        var ranges = new WrittenRanges();
        ranges.Add(1, ulong.MaxValue);
        Assert.False(ranges.Cover(new DiskPart(0, ulong.MaxValue)));
        ranges.Add(0, 1);
        Assert.True(ranges.Cover(new DiskPart(0, ulong.MaxValue)));
    }

    [Fact]
    public void As_many_gaps_as_are_remembered_can_be_filled_later()
    {
        WrittenRanges ranges = Scattered(WrittenRanges.MaxRanges);
        ranges.Add(0, WrittenRanges.MaxRanges * Gap);
        Assert.True(ranges.Cover(new DiskPart(0, WrittenRanges.MaxRanges * Gap)));
    }

    [Fact]
    public void A_disk_that_was_written_in_more_places_than_that_is_never_vouched_for()
    {
        WrittenRanges ranges = Scattered(WrittenRanges.MaxRanges + 1);
        ranges.Add(0, ulong.MaxValue);
        Assert.False(ranges.Cover(new DiskPart(0, 1)));
        Assert.False(ranges.IsUntouched(1, 2));
    }

    [Fact]
    public void With_all_ranges_in_use_those_that_stand_can_still_grow()
    {
        WrittenRanges ranges = Scattered(WrittenRanges.MaxRanges);
        ranges.Add(1, 2);
        Assert.True(ranges.Cover(new DiskPart(0, 3)));
    }

    [Fact]
    public void Several_threads_lose_nothing()
    {
        const ulong threads = 4, blocks = 200;
        var ranges = new WrittenRanges();
        Thread[] all = [.. Enumerable.Range(0, (int)threads).Select(first => new Thread(() =>
        {
            for (ulong block = (ulong)first; block < threads * blocks; block += threads)
            {
                ranges.Add(block, block + 1);
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        Assert.True(ranges.Cover(new DiskPart(0, threads * blocks))); // fewer blocks than ranges, however far the threads run apart
    }

    /// <summary>Every second byte, from 0 on.</summary>
    private static WrittenRanges Scattered(int count)
    {
        var ranges = new WrittenRanges();
        for (ulong i = 0; i < (ulong)count; i++)
        {
            ranges.Add(i * Gap, i * Gap + 1);
        }

        return ranges;
    }
}
