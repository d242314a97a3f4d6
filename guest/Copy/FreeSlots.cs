namespace Airlock.Copy;

/// <summary>
/// The slots that have no chunk. The one freed last is taken first: its buffer is the likeliest to be in a cache.
/// </summary>
internal struct FreeSlots
{
    private SlotNumbers _numbers;
    private int _count;

    /// <summary>The slots below <paramref name="count"/>, up to <see cref="CopySlots.Count"/>; 0 is first.</summary>
    public FreeSlots(uint count)
    {
        for (uint slot = count; slot > 0; slot--)
        {
            Put(slot - 1);
        }
    }

    /// <summary>Whether a slot can be taken.</summary>
    public readonly bool Any => _count != 0;

    /// <summary>Takes a slot; there must be one.</summary>
    public uint Take() => _numbers[--_count];

    /// <summary>Gives a slot back.</summary>
    public void Put(uint slot) => _numbers[_count++] = (byte)slot;
}
