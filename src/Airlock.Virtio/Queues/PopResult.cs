namespace Airlock.Virtio.Queues;

/// <summary>What taking a chain from a queue came to.</summary>
public enum PopResult
{
    /// <summary>Nothing is available, or the queue isn't running.</summary>
    Empty,

    /// <summary>A chain was taken; it has to be completed.</summary>
    Taken,

    /// <summary>The queue is broken and stays so until it is reset.</summary>
    Broken,
}
