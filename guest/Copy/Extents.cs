using System.Runtime.CompilerServices;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Room for two answers: one to work on, and one to come meanwhile.</summary>
[InlineArray(Count)]
internal struct Extents
{
    /// <summary>A power of two, so that a free-running index stays right when it wraps.</summary>
    public const int Count = 2 * (int)ExtentAnswer.Count;

    private Extent _element;
}
