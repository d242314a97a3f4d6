using System.Collections.Generic;
using Airlock.Copy;
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
    public void Chunks_follow_each_other_and_none_spans_a_mark(ushort total, ushort step, PositiveInt longest)
    {
        ulong sectors = total % 5000u;
        ulong limit = (ulong)longest.Get;
        var marks = new HashSet<ulong>(Expected(sectors, step % 600u));
        var plan = new ChunkPlan(sectors, limit, new ProgressMarks(sectors, step % 600u));
        ulong next = 0;
        while (plan.TryTake(out ulong start, out ulong end))
        {
            Assert.Equal(next, start);
            Assert.InRange(end - start, 1ul, limit);
            for (ulong inside = start + 1; inside < end; inside++)
            {
                Assert.DoesNotContain(inside, marks);
            }

            next = end;
        }

        Assert.Equal(sectors, next);
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
