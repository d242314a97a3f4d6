using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Mmio;

/// <summary>
/// What a driver has written about one queue (VIRTIO 1.2, 4.2.2, the registers that QueueSel selects).
/// </summary>
internal struct QueueRegisters
{
    public bool Ready;
    public uint Num;
    public ulong Desc;
    public ulong Driver;
    public ulong Device;

    /// <summary>The registers as one value.</summary>
    public readonly QueueGeometry Geometry => new(Num, Desc, Driver, Device);
}
