using System.Runtime.CompilerServices;

namespace Airlock.Image.Contents;

/// <summary>Room for the pieces that are on their way.</summary>
[InlineArray(Count)]
internal struct ContentSlots
{
    /// <summary>
    /// Fewer than a queue can have requests: two readers are on the stack at a time, and so many pieces of even 64 KiB fill the
    /// buffers.
    /// </summary>
    public const int Count = 64;

    private ContentSlot _element;
}
