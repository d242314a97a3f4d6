using System.Runtime.CompilerServices;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Convert;

/// <summary>Room for as many slots as a queue can have requests.</summary>
[InlineArray(Count)]
internal struct ConvertSlots
{
    /// <summary>More slots than that would wait for a place in the queue.</summary>
    public const int Count = (int)RequestSlots.MaxCount;

    private ConvertSlot _element;
}
