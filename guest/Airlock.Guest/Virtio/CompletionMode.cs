namespace Airlock.Guest.Virtio;

/// <summary>How a driver learns that a device has used a buffer. Either way it looks at the used ring.</summary>
public enum CompletionMode
{
    /// <summary>
    /// By reading InterruptStatus, which the VMM answers when the device would interrupt. For a VMM that says so in the
    /// boot configuration; with others it is correct, but the processor spins, and the interrupt line stays up.
    /// </summary>
    Awaited,

    /// <summary>By looking at the ring alone: the device is told to send no interrupts (VIRTIO 1.2, 2.7.7).</summary>
    Polled,
}
