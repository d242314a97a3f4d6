namespace Airlock.Guest.Programs;

/// <summary>The slots in use, in the order in which they were taken: slots go round, and are given back in that order.</summary>
public struct SlotOrder
{
    private readonly uint _size;

    /// <summary>The slots below <paramref name="size"/>, all free.</summary>
    public SlotOrder(uint size)
    {
        _size = size;
        Count = 0;
        Oldest = 0;
    }

    /// <summary>Whether a slot is in use.</summary>
    public readonly bool Any => Count != 0;

    /// <summary>Whether a slot can be taken.</summary>
    public readonly bool HasFree => Count != _size;

    /// <summary>Of those in use, the one that was taken first.</summary>
    public uint Oldest { get; private set; }

    /// <summary>How many slots are in use.</summary>
    public uint Count { get; private set; }

    /// <summary>The slot that was taken so many slots after the oldest one.</summary>
    public readonly uint At(uint index) => (Oldest + index) % _size;

    /// <summary>Takes a slot; there must be one.</summary>
    public uint Take() => At(Count++);

    /// <summary>Gives the oldest one back; there must be one.</summary>
    public void ReleaseOldest()
    {
        Oldest = Oldest + 1 == _size ? 0 : Oldest + 1;
        Count--;
    }
}
