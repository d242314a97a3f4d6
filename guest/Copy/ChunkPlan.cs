using Airlock.Guest.Programs;

namespace Airlock.Copy;

/// <summary>
/// Cuts the sectors from 0 to the total into chunks, in order. None of data is longer than the limit, and none spans a
/// progress mark, so that at each mark exactly that much can have been written. A hole is zeroed at once, whatever its
/// length, and its marks are sent together. Where blocks are larger than sectors, chunks are whole blocks, and a mark
/// inside one is sent when the block is done.
/// </summary>
internal struct ChunkPlan
{
    private readonly ulong _longestData;
    private readonly ulong _longestHole;
    private readonly ulong _blockSectors;
    private ProgressMarks _marks;

    /// <summary>Chunks of up to so many sectors, of data or in a hole: both are whole blocks.</summary>
    public ChunkPlan(ulong longestData, ulong longestHole, ulong blockSectors, ProgressMarks marks)
    {
        _blockSectors = blockSectors;
        _longestData = longestData;
        _longestHole = longestHole;
        _marks = marks;
        Next = 0;
    }

    /// <summary>The first sector that no chunk covers yet.</summary>
    public ulong Next { get; private set; }

    /// <summary>The next chunk, out of the extent that <see cref="Next"/> lies in.</summary>
    public readonly Chunk Look(Extent extent)
    {
        ulong start = Next;
        ulong longest = extent.IsHole ? _longestHole : _longestData;

        // Up to a multiple of the longest chunk: what is not cut off by a mark covers whole pages of the host's cache.
        ulong room = longest - (start % longest);
        ulong end = extent.End - start > room ? start + room : extent.End;
        return new Chunk(start, extent.IsHole ? end : EndAtMark(end), extent.IsHole);
    }

    /// <summary>Goes on behind that chunk.</summary>
    public void Take(Chunk chunk)
    {
        Next = chunk.End;
        while (_marks.Next <= Next)
        {
            _marks.Advance();
        }
    }

    private readonly ulong EndAtMark(ulong end)
    {
        if (end <= _marks.Next)
        {
            return end;
        }

        // Doesn't wrap: the mark lies before the end of a disk whose bytes fit into 64 bits.
        ulong mark = (_marks.Next + _blockSectors - 1) & ~(_blockSectors - 1);
        return mark < end ? mark : end;
    }
}
