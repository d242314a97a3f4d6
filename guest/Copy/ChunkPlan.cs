namespace Airlock.Copy;

/// <summary>
/// Cuts the sectors from 0 to the total into chunks, in order. None is longer than the limit, and none spans a progress
/// mark, so that at each mark exactly that much can have been written.
/// </summary>
internal struct ChunkPlan
{
    private readonly ulong _total;
    private readonly ulong _longest;
    private ProgressMarks _marks;

    /// <summary>Chunks of up to <paramref name="longest"/> sectors.</summary>
    public ChunkPlan(ulong total, ulong longest, ProgressMarks marks)
    {
        _total = total;
        _longest = longest;
        _marks = marks;
        Next = 0;
    }

    /// <summary>The first sector that no chunk covers yet.</summary>
    public ulong Next { get; private set; }

    /// <summary>Takes the chunk from <paramref name="start"/> up to and without <paramref name="end"/>.</summary>
    public bool TryTake(out ulong start, out ulong end)
    {
        start = Next;
        end = Next;
        if (Next == _total)
        {
            return false;
        }

        ulong room = _marks.Next - Next;
        end = room > _longest ? Next + _longest : _marks.Next;
        if (end == _marks.Next)
        {
            _marks.Advance();
        }

        Next = end;
        return true;
    }
}
