namespace Airlock.Virtio.Queues;

/// <summary>What a driver can do to a split virtqueue that only a reset repairs.</summary>
public enum QueueFault
{
    /// <summary>The size is 0, no power of two, or above the maximum (VIRTIO 1.2, 2.7).</summary>
    InvalidSize,

    /// <summary>A part of the queue isn't aligned to 16, 2 or 4 (VIRTIO 1.2, 2.7).</summary>
    Misaligned,

    /// <summary>A part of the queue lies outside RAM, at least in part.</summary>
    PartOutsideRam,

    /// <summary>Two parts of the queue overlap.</summary>
    PartsOverlap,

    /// <summary>The available index is more than the queue's size ahead.</summary>
    AvailIndexJumped,

    /// <summary>The head of a chain isn't below the queue's size.</summary>
    HeadOutOfRange,

    /// <summary>The head of a chain was made available again before it was used.</summary>
    HeadInFlight,

    /// <summary>A descriptor's <c>next</c> isn't below the queue's size.</summary>
    NextOutOfRange,

    /// <summary>A chain has more descriptors than the queue, or loops (VIRTIO 1.2, 2.7.5.2).</summary>
    ChainTooLong,

    /// <summary>
    /// The buffers of a chain hold more than 2^32 bytes together (VIRTIO 1.2, 2.7.5.2), or more than the device takes.
    /// </summary>
    ChainTooLarge,

    /// <summary>A buffer lies outside RAM, at least in part, or its end wraps.</summary>
    BufferOutsideRam,

    /// <summary>A device-readable buffer follows a device-writable one (VIRTIO 1.2, 2.7.4.2).</summary>
    ReadableAfterWritable,

    /// <summary>An indirect descriptor, which was never offered (VIRTIO 1.2, 2.7.5.3.1).</summary>
    IndirectNotNegotiated,
}
