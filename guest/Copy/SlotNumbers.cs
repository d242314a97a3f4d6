using System.Runtime.CompilerServices;

namespace Airlock.Copy;

/// <summary>Room for the number of each slot.</summary>
[InlineArray(CopySlots.Count)]
internal struct SlotNumbers
{
    private byte _element;
}
