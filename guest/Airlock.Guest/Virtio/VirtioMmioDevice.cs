using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Virtio;

/// <summary>
/// The driver's side of a virtio-mmio window: the steps of device initialization (VIRTIO 1.2, 3.1.1 and 4.2.3) in the
/// order in which they are to be called. Keeps its own copy of the status and never waits without limit.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct VirtioMmioDevice<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>Reads of a register until it shows what it must. Each is an exit: this takes some 10 ms.</summary>
    private const int MaxAttempts = 1000;

    private readonly ulong _window;
    private uint _status;

    /// <summary>A device whose window starts at <paramref name="window"/>.</summary>
    public VirtioMmioDevice(ulong window)
    {
        _window = window;
        _status = DeviceStatus.Reset;
    }

    /// <summary>Recognizes the device, resets it and says that there is a driver (3.1.1, steps 1 to 3).</summary>
    public DriverError Probe(uint deviceId)
    {
        if (Read(MmioRegister.MagicValue) != MmioValue.Magic)
        {
            return DriverError.NoDevice;
        }

        if (Read(MmioRegister.Version) != MmioValue.Version)
        {
            return DriverError.WrongVersion;
        }

        if (Read(MmioRegister.DeviceId) != deviceId)
        {
            return DriverError.WrongDevice;
        }

        if (!Reset())
        {
            return DriverError.ResetTimeout;
        }

        AddStatus(DeviceStatus.Acknowledge);
        AddStatus(DeviceStatus.Driver);
        return DriverError.None;
    }

    /// <summary>
    /// Takes those of <paramref name="wanted"/> that the device offers (3.1.1, steps 4 to 6), and what belongs to no
    /// kind of device: VERSION_1, which must be offered, and that addresses and barriers are the platform's.
    /// </summary>
    /// <remarks>
    /// 6.1: a driver SHOULD accept ACCESS_PLATFORM and ORDER_PLATFORM. It need do nothing for them here: addresses are
    /// guest-physical as long as nobody sets up an IOMMU, and this driver's fences are those of the processor, which on
    /// x86 order what any device sees.
    /// </remarks>
    public DriverError NegotiateFeatures(ulong wanted, out ulong offered)
    {
        const ulong always = FeatureBits.Version1 | FeatureBits.AccessPlatform | FeatureBits.OrderPlatform;
        offered = ReadDeviceFeatures();
        ulong accepted = offered & (wanted | always);

        // 6.1: a driver MUST accept VIRTIO_F_VERSION_1 if it is offered; this one knows nothing else.
        if ((accepted & FeatureBits.Version1) == 0)
        {
            return DriverError.LegacyDevice;
        }

        Write(MmioRegister.DriverFeaturesSel, 0);
        Write(MmioRegister.DriverFeatures, (uint)accepted);
        Write(MmioRegister.DriverFeaturesSel, 1);
        Write(MmioRegister.DriverFeatures, (uint)(accepted >> 32));
        AddStatus(DeviceStatus.FeaturesOk);
        return (Read(MmioRegister.Status) & DeviceStatus.FeaturesOk) != 0
            ? DriverError.None
            : DriverError.FeaturesRefused;
    }

    /// <summary>The largest size of queue <paramref name="index"/> (4.2.3.2, steps 1 to 3).</summary>
    public readonly DriverError SelectQueue(uint index, out uint maxSize)
    {
        Write(MmioRegister.QueueSel, index);
        bool inUse = Read(MmioRegister.QueueReady) != 0;
        maxSize = Read(MmioRegister.QueueNumMax);
        return inUse ? DriverError.QueueInUse : DriverError.None;
    }

    /// <summary>
    /// Gives the selected queue its place and size and makes it ready (4.2.3.2, steps 5 to 7). A device that doesn't
    /// like it says so when it is started.
    /// </summary>
    public readonly void ReadyQueue(in QueueArea area, uint size)
    {
        Write(MmioRegister.QueueNum, size);
        Write64(MmioRegister.QueueDescLow, area.Descriptors);
        Write64(MmioRegister.QueueDriverLow, area.Available);
        Write64(MmioRegister.QueueDeviceLow, area.Used);
        Write(MmioRegister.QueueReady, 1);
    }

    /// <summary>Lets the device go (3.1.1, step 8). A device that can't start says so in its status.</summary>
    public DriverError Start()
    {
        AddStatus(DeviceStatus.DriverOk);
        return Read(MmioRegister.Status) == _status ? DriverError.None : DriverError.NotAccepted;
    }

    /// <summary>
    /// Reads 64 bits of the configuration, of which 32 go at a time, until both halves are of one generation
    /// (2.5.1, 4.2.2.2).
    /// </summary>
    public readonly DriverError ReadConfiguration(uint offset, out ulong value)
    {
        uint generation = Read(MmioRegister.ConfigGeneration);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            uint low = Read(MmioRegister.Config + offset);
            uint high = Read(MmioRegister.Config + offset + sizeof(uint));
            uint after = Read(MmioRegister.ConfigGeneration);
            if (after == generation)
            {
                value = ((ulong)high << 32) | low;
                return DriverError.None;
            }

            generation = after;
        }

        value = 0;
        return DriverError.ConfigurationUnstable;
    }

    /// <summary>Reads 32 bits of the configuration, which are of one generation anyway (2.5.1).</summary>
    public readonly uint ReadConfiguration32(uint offset) => Read(MmioRegister.Config + offset);

    /// <summary>Tells the device that queue <paramref name="index"/> has new buffers (4.2.3.3).</summary>
    public readonly void Notify(uint index) => Write(MmioRegister.QueueNotify, index);

    /// <summary>
    /// Leaves the guest once, and learns whether the device is still alive. With <see cref="CompletionMode.Awaited"/>
    /// the host lets this read take until something has happened, and used buffers aren't acknowledged: the rings are
    /// looked at anyway and each register access costs an exit. With the other mode they are, so that no line stays up,
    /// if a device has raised it all the same.
    /// </summary>
    public readonly DriverError ReadInterruptStatus(CompletionMode mode)
    {
        uint interrupts = Read(MmioRegister.InterruptStatus);
        if (mode == CompletionMode.Polled && (interrupts & InterruptBits.UsedBuffer) != 0)
        {
            Write(MmioRegister.InterruptAck, InterruptBits.UsedBuffer);
        }

        if ((interrupts & InterruptBits.ConfigurationChange) == 0)
        {
            return DriverError.None;
        }

        // 2.1.2: a device that needs a reset sends a configuration change notification.
        if ((Read(MmioRegister.Status) & DeviceStatus.DeviceNeedsReset) != 0)
        {
            return DriverError.DeviceNeedsReset;
        }

        Write(MmioRegister.InterruptAck, InterruptBits.ConfigurationChange);
        return DriverError.None;
    }

    /// <summary>Tells the device that the driver has given up on it (2.1).</summary>
    public void Fail() => AddStatus(DeviceStatus.Failed);

    private bool Reset()
    {
        _status = DeviceStatus.Reset;
        Write(MmioRegister.Status, DeviceStatus.Reset);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // 4.2.3.1 and 2.4.2: the reset is over when the status reads 0.
            if (Read(MmioRegister.Status) == DeviceStatus.Reset)
            {
                return true;
            }
        }

        return false;
    }

    private readonly ulong ReadDeviceFeatures()
    {
        Write(MmioRegister.DeviceFeaturesSel, 0);
        ulong low = Read(MmioRegister.DeviceFeatures);
        Write(MmioRegister.DeviceFeaturesSel, 1);
        return ((ulong)Read(MmioRegister.DeviceFeatures) << 32) | low;
    }

    // 2.1.1: a driver MUST NOT clear a status bit.
    private void AddStatus(uint bits)
    {
        _status |= bits;
        Write(MmioRegister.Status, _status);
    }

    private readonly uint Read(uint register) => TPlatform.ReadMmio32(_window + register);

    private readonly void Write(uint register, uint value) => TPlatform.WriteMmio32(_window + register, value);

    /// <summary>The three addresses are pairs of registers, the low half first (4.2.2).</summary>
    private readonly void Write64(uint lowRegister, ulong value)
    {
        Write(lowRegister, (uint)value);
        Write(lowRegister + sizeof(uint), (uint)(value >> 32));
    }
}
