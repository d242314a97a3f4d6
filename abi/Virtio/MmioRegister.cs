namespace Airlock.Abi.Virtio;

/// <summary>
/// Offsets of the registers in a virtio-mmio window, layout version 2 (VIRTIO 1.2, 4.2.2, table 4.1).
/// </summary>
internal static class MmioRegister
{
    /// <summary>R: <see cref="MmioValue.Magic"/>.</summary>
    public const uint MagicValue = 0x000;

    /// <summary>R: <see cref="MmioValue.Version"/>.</summary>
    public const uint Version = 0x004;

    /// <summary>R: what the device is (<see cref="DeviceId"/>); 0 is a placeholder to be ignored.</summary>
    public const uint DeviceId = 0x008;

    /// <summary>R: who made the device.</summary>
    public const uint VendorId = 0x00c;

    /// <summary>R: 32 of the offered feature bits, those that <see cref="DeviceFeaturesSel"/> selects.</summary>
    public const uint DeviceFeatures = 0x010;

    /// <summary>W: 0 selects feature bits 0-31, 1 selects 32-63.</summary>
    public const uint DeviceFeaturesSel = 0x014;

    /// <summary>W: 32 of the accepted feature bits, those that <see cref="DriverFeaturesSel"/> selects.</summary>
    public const uint DriverFeatures = 0x020;

    /// <summary>W: as <see cref="DeviceFeaturesSel"/>.</summary>
    public const uint DriverFeaturesSel = 0x024;

    /// <summary>W: the queue that the registers 0x034-0x0a4 and <see cref="QueueReset"/> speak about.</summary>
    public const uint QueueSel = 0x030;

    /// <summary>R: the largest size of the selected queue; 0 when there is no such queue.</summary>
    public const uint QueueNumMax = 0x034;

    /// <summary>W: the size of the selected queue, in descriptors.</summary>
    public const uint QueueNum = 0x038;

    /// <summary>RW: 1 when the device may use the selected queue.</summary>
    public const uint QueueReady = 0x044;

    /// <summary>W: the index of a queue with new buffers.</summary>
    public const uint QueueNotify = 0x050;

    /// <summary>R: <see cref="InterruptBits"/>.</summary>
    public const uint InterruptStatus = 0x060;

    /// <summary>W: the <see cref="InterruptBits"/> that have been handled.</summary>
    public const uint InterruptAck = 0x064;

    /// <summary>RW: <see cref="DeviceStatus"/>; writing 0 resets the device.</summary>
    public const uint Status = 0x070;

    /// <summary>W: guest-physical address of the descriptor table, low half.</summary>
    public const uint QueueDescLow = 0x080;

    /// <summary>W: the high half of it.</summary>
    public const uint QueueDescHigh = 0x084;

    /// <summary>W: guest-physical address of the available ring ("driver area"), low half.</summary>
    public const uint QueueDriverLow = 0x090;

    /// <summary>W: the high half of it.</summary>
    public const uint QueueDriverHigh = 0x094;

    /// <summary>W: guest-physical address of the used ring ("device area"), low half.</summary>
    public const uint QueueDeviceLow = 0x0a0;

    /// <summary>W: the high half of it.</summary>
    public const uint QueueDeviceHigh = 0x0a4;

    /// <summary>W: selects a shared memory region.</summary>
    public const uint ShmSel = 0x0ac;

    /// <summary>R: length of the selected region; all ones, both halves, when there is none.</summary>
    public const uint ShmLenLow = 0x0b0;

    /// <summary>R: the high half of it.</summary>
    public const uint ShmLenHigh = 0x0b4;

    /// <summary>R: base of the selected region; all ones, both halves, when there is none.</summary>
    public const uint ShmBaseLow = 0x0b8;

    /// <summary>R: the high half of it.</summary>
    public const uint ShmBaseHigh = 0x0bc;

    /// <summary>RW: resets the selected queue; works only with <see cref="FeatureBits.RingReset"/>.</summary>
    public const uint QueueReset = 0x0c0;

    /// <summary>R: changes whenever the configuration space does.</summary>
    public const uint ConfigGeneration = 0x0fc;

    /// <summary>The device's own configuration space starts here.</summary>
    public const uint Config = 0x100;
}
