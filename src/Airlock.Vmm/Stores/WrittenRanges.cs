namespace Airlock.Vmm.Stores;

/// <summary>
/// Which bytes have been written, as a few disjoint ranges: a copy that goes through the disk in order needs one or
/// two, whatever the size.
/// </summary>
/// <remarks>
/// The number of ranges is bounded, so that a hostile guest can't make the host remember without end; one that scatters
/// its writes further than that is not vouched for. Safe for several threads.
/// </remarks>
internal sealed class WrittenRanges
{
    /// <summary>More gaps at one time than any sensible order of writing leaves.</summary>
    public const int MaxRanges = 1024;

    private readonly Lock _lock = new();
    private readonly (ulong Start, ulong End)[] _ranges = new (ulong, ulong)[MaxRanges];
    private int _count;
    private bool _overflowed;

    /// <summary>Whether every byte of a part has been written.</summary>
    public bool Cover(DiskPart part)
    {
        lock (_lock)
        {
            if (part.Length == 0 || _overflowed)
            {
                return part.Length == 0;
            }

            foreach ((ulong start, ulong end) in _ranges.AsSpan(0, _count))
            {
                if (start <= part.Start && end >= part.End)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Whether none of the bytes from <paramref name="start"/> to before <paramref name="end"/> has been written; false
    /// also when there were too many ranges to tell. What a write that failed may have left is not noted: the run that
    /// it belongs to fails with it.
    /// </summary>
    public bool IsUntouched(ulong start, ulong end)
    {
        lock (_lock)
        {
            if (_overflowed)
            {
                return false;
            }

            foreach ((ulong rangeStart, ulong rangeEnd) in _ranges.AsSpan(0, _count))
            {
                if (rangeStart < end && start < rangeEnd)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Notes that the bytes from <paramref name="start"/> to before <paramref name="end"/> were written.</summary>
    public void Add(ulong start, ulong end)
    {
        if (end <= start)
        {
            return;
        }

        lock (_lock)
        {
            Merge(start, end);
        }
    }

    private void Merge(ulong start, ulong end)
    {
        int first = 0;
        while (first < _count && _ranges[first].End < start)
        {
            first++;
        }

        int last = first;
        while (last < _count && _ranges[last].Start <= end)
        {
            start = Math.Min(start, _ranges[last].Start);
            end = Math.Max(end, _ranges[last].End);
            last++;
        }

        if (first == last && _count == MaxRanges)
        {
            _overflowed = true;
            return;
        }

        // The ranges from first to before last melt into one.
        Array.Copy(_ranges, last, _ranges, first + 1, _count - last);
        _ranges[first] = (start, end);
        _count += 1 - (last - first);
    }
}
