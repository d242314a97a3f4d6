using System.Runtime.CompilerServices;

namespace Airlock.Guest.Virtio;

/// <summary>
/// One number for each slot: the most bytes that the device may write for its request; 0 when none is outstanding.
/// Kept here and not in the rings, where the device could change it.
/// </summary>
[InlineArray((int)RequestSlots.MaxCount)]
internal struct SlotLimits
{
    private uint _element;
}
