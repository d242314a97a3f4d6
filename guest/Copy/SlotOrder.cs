namespace Airlock.Copy;

/// <summary>The slots in use, in the order in which they were taken: slots go round, and are given back in that order.</summary>
internal struct SlotOrder
{
    private readonly uint _size;
    private uint _count;

    /// <summary>The slots below <paramref name="size"/>, all free.</summary>
    public SlotOrder(uint size)
    {
        _size = size;
        _count = 0;
        Oldest = 0;
    }

    /// <summary>Whether a slot is in use.</summary>
    public readonly bool Any => _count != 0;

    /// <summary>Whether a slot can be taken.</summary>
    public readonly bool HasFree => _count != _size;

    /// <summary>Of those in use, the one that was taken first.</summary>
    public uint Oldest { get; private set; }

    /// <summary>Takes a slot; there must be one.</summary>
    public uint Take() => (Oldest + _count++) % _size;

    /// <summary>Gives the oldest one back; there must be one.</summary>
    public void ReleaseOldest()
    {
        Oldest = Oldest + 1 == _size ? 0 : Oldest + 1;
        _count--;
    }
}
