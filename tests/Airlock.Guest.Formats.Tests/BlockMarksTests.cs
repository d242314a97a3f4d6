namespace Airlock.Guest.Formats.Tests;

public class BlockMarksTests
{
    private readonly byte[] _memory = new byte[2];
    private BlockMarks _marks;

    [Fact]
    public void A_place_is_for_one_block()
    {
        _marks.Start(_memory, 16);
        Assert.True(_marks.TryMark(_memory, 0, 9));
        Assert.True(_marks.TryMark(_memory, 1, 8));
        Assert.False(_marks.TryMark(_memory, 2, 9));
        Assert.False(_marks.TryMark(_memory, 2, 9)); // and again, when it is asked for
        Assert.True(_marks.TryMark(_memory, 2, 10));
    }

    [Fact]
    public void A_block_may_be_looked_up_again()
    {
        _marks.Start(_memory, 16);
        Assert.True(_marks.TryMark(_memory, 5, 1));
        Assert.True(_marks.TryMark(_memory, 5, 1));
        Assert.True(_marks.TryMark(_memory, 3, 1)); // before what was met: taken as it is
    }

    [Theory]
    [InlineData(16UL)]
    [InlineData(1UL << 40)]
    [InlineData(ulong.MaxValue)]
    public void Places_beyond_the_memory_are_not_compared(ulong place)
    {
        _marks.Start(_memory, ulong.MaxValue);
        Assert.True(_marks.TryMark(_memory, 0, place));
        Assert.True(_marks.TryMark(_memory, 1, place));
        Assert.True(_marks.TryMark([], 2, 0));
        Assert.True(_marks.TryMark([], 3, 0));
    }

    [Fact]
    public void Another_file_starts_without_marks_where_it_has_places()
    {
        Array.Fill<byte>(_memory, 0xff);
        _marks.Start(_memory, 8);
        Assert.Equal([0, 0xff], _memory);
        Assert.True(_marks.TryMark(_memory, 0, 7));
    }
}
