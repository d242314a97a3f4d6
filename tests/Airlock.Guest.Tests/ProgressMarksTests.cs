using System.Collections.Generic;
using Airlock.Copy;
using Airlock.Guest.Programs;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests;

/// <summary>The progress rule, read once more and in another way: a sector is a mark or it is not.</summary>
public class ProgressMarksTests
{
    [Property(MaxTest = 1000)]
    public void Marks_are_the_first_sector_every_step_after_it_and_the_last(ushort total, ushort step) =>
        Assert.Equal(Expected(total % 5000u, step % 600u), Actual(total % 5000u, step % 600u));

    [Theory]
    [InlineData(1ul, ulong.MaxValue)]
    [InlineData(ulong.MaxValue / 512, ulong.MaxValue)]
    [InlineData(ulong.MaxValue / 512, ulong.MaxValue / 1024)]
    public void Huge_totals_and_steps_do_not_wrap(ulong total, ulong step)
    {
        List<ulong> marks = Actual(total, step);
        Assert.Equal(1ul, marks[0]);
        Assert.Equal(total, marks[^1]);
        Assert.True(marks.Count <= 3);
    }

    [Property(MaxTest = 1000)]
    public void Chunks_follow_each_other_and_none_of_data_spans_a_mark(
        ushort total, ushort step, PositiveInt longest, PositiveInt longestHole, PositiveInt extentLength)
    {
        ulong sectors = total % 5000u;
        ulong limit = (ulong)longest.Get, holeLimit = (ulong)longestHole.Get, extentSectors = (ulong)extentLength.Get;
        var marks = new HashSet<ulong>(Expected(sectors, step % 600u));
        var plan = new ChunkPlan(limit, holeLimit, blockSectors: 1, new ProgressMarks(sectors, step % 600u));
        for (ulong next = 0; next < sectors; next = plan.Next)
        {
            ulong extentEnd = System.Math.Min(next + extentSectors - (next % extentSectors), sectors);
            bool isHole = next / extentSectors % 2 == 1;
            Chunk chunk = plan.Look(new Extent { End = extentEnd, IsHole = isHole });
            plan.Take(chunk);
            Assert.Equal((next, plan.Next, isHole), (chunk.Start, chunk.End, chunk.IsHole));
            Assert.InRange(chunk.End, next + 1, extentEnd);
            Assert.InRange(chunk.End - next, 1ul, isHole ? holeLimit : limit);
            for (ulong inside = next + 1; inside < chunk.End && !isHole; inside++)
            {
                Assert.DoesNotContain(inside, marks);
            }
        }

        Assert.Equal(sectors, plan.Next);
    }

    [Fact]
    public void Chunks_end_where_whole_pages_do()
    {
        var plan = new ChunkPlan(longestData: 1024, longestHole: 0, blockSectors: 1, new ProgressMarks(5000, 2000));
        var ends = new List<ulong>();
        while (plan.Next < 5000)
        {
            plan.Take(plan.Look(new Extent { End = 5000 }));
            ends.Add(plan.Next);
        }

        Assert.Equal([1, 1024, 2001, 2048, 3072, 4001, 4096, 5000], ends);
    }

    private static List<ulong> Expected(ulong total, ulong step)
    {
        ulong distance = step != 0 ? step : System.Math.Max(10, (total + 99) / 100);
        var marks = new List<ulong>();
        for (ulong sector = 1; sector <= total; sector++)
        {
            if (sector == total || (sector - 1) % distance == 0)
            {
                marks.Add(sector);
            }
        }

        return marks;
    }

    private static List<ulong> Actual(ulong total, ulong step)
    {
        var marks = new List<ulong>();
        for (var cursor = new ProgressMarks(total, step); cursor.Next != ProgressMarks.None; cursor.Advance())
        {
            marks.Add(cursor.Next);
        }

        return marks;
    }
}
