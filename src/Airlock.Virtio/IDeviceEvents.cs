using Airlock.Virtio.Queues;

namespace Airlock.Virtio;

/// <summary>
/// What a device tells the VMM. Called by vCPU and worker threads, at times under a device's lock: answer quickly,
/// never call back into the device, never throw.
/// </summary>
public interface IDeviceEvents
{
    /// <summary>InterruptStatus has gained bits: where there is an interrupt controller, pull the line.</summary>
    /// <param name="interrupts">The bits gained now.</param>
    void InterruptRaised(VirtioInterrupts interrupts);

    /// <summary>
    /// The driver has broken a queue: the device has set DEVICE_NEEDS_RESET and does nothing more until then.
    /// </summary>
    /// <param name="queueError">What was wrong, and where.</param>
    void QueueBroken(in QueueError queueError);
}
