using System.Runtime.CompilerServices;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Contents;

/// <summary>Room for as many slots as a queue can have requests.</summary>
[InlineArray(Count)]
internal struct ContentSlots
{
    /// <summary>More slots than that would wait for a place in the queue.</summary>
    public const int Count = (int)RequestSlots.MaxCount;

    private ContentSlot _element;
}
