using Airlock.Abi.Virtio;

namespace Airlock.Fuzz.Machine;

/// <summary>Where a driver has put a queue.</summary>
internal readonly record struct QueuePlace(uint Size, ulong Descriptors, ulong Avail, ulong Used)
{
    /// <summary>The parts one after the other.</summary>
    public static QueuePlace At(ulong address, uint size)
    {
        ulong avail = address + SplitRing.DescriptorTableLength(size);
        return new QueuePlace(size, address, avail, (avail + SplitRing.AvailLength(size) + 3) & ~3UL);
    }

    public ulong UsedLength => SplitRing.UsedLength(Size);
}
