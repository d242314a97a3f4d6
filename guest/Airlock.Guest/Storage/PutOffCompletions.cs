using System.Runtime.CompilerServices;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Storage;

/// <summary>Completions that came while another one was awaited: never more than there are slots.</summary>
[InlineArray(Count)]
internal struct PutOffCompletions
{
    /// <summary>The slots of the largest queue.</summary>
    public const int Count = (int)RequestSlots.MaxCount;

    private BlockCompletion _element;
}
