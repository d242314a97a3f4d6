using System.Runtime.CompilerServices;

namespace Airlock.Guest.Storage;

/// <summary>The places of the cache.</summary>
[InlineArray(Count)]
internal struct DiskWindows
{
    /// <summary>
    /// Few, as they are searched one by one. An image's tables are read in two or three places at a time, each of them
    /// onwards.
    /// </summary>
    public const int Count = 16;

    private DiskWindow _element;
}
