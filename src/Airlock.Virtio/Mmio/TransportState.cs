namespace Airlock.Virtio.Mmio;

/// <summary>
/// What a guest can change in a transport, queues apart: a reset assigns a fresh one, and so forgets nothing.
/// </summary>
internal struct TransportState
{
    /// <summary>What the driver has set; DEVICE_NEEDS_RESET isn't in it.</summary>
    public uint Status;

    /// <summary>0 or 1; set by whichever thread finds the queue broken.</summary>
    public int NeedsReset;

    /// <summary>Bits of InterruptStatus; set by workers, so changed by atomic operations only.</summary>
    public int InterruptStatus;

    public uint DeviceFeaturesSel;
    public uint DriverFeaturesSel;
    public ulong DriverFeatures;
    public uint QueueSel;
}
