using System.Numerics;
using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Mmio;

/// <summary>
/// The registers of a virtio-mmio device, layout version 2 (VIRTIO 1.2, 4.2.2).
/// </summary>
/// <remarks>
/// Control registers answer to aligned accesses of 4 bytes, the configuration space to aligned ones of 1, 2, 4 and 8;
/// everything else reads as 0 and ignores writes. Each field can be written only in its phase. A reset, a queue that is
/// switched off and FAILED come back only when no request is in flight.
/// </remarks>
public sealed partial class VirtioMmioTransport : IBusDevice, IQueueOwner
{
    /// <summary>The size of the device's window.</summary>
    public const uint WindowSize = MmioValue.WindowSize;

    /// <summary>Where in the window a 32-bit write of the queue's index notifies, for an ioeventfd.</summary>
    public const uint QueueNotifyOffset = MmioRegister.QueueNotify;

    /// <summary>Where in the window InterruptStatus is read.</summary>
    public const uint InterruptStatusOffset = MmioRegister.InterruptStatus;

    private const uint RegisterWidth = 4;

    // No number for a vendor of ours has been given out; the specification wants none in particular.
    private const uint VendorId = 0;

    private readonly IVirtioDevice _device;
    private readonly IQueueNotifier _notifier;
    private readonly IDeviceEvents _events;
    private readonly Lock _registers = new();
    private readonly ulong _offered;
    private readonly QueueRegisters[] _queues;
    private TransportState _state;
    private long _notifications;
    private long _interrupts;

    /// <summary>Puts registers before a device.</summary>
    /// <param name="device">The device; it belongs to this transport from now on.</param>
    /// <param name="notifier">Wakes the device's workers.</param>
    /// <param name="events">Hears of interrupts and broken queues.</param>
    public VirtioMmioTransport(IVirtioDevice device, IQueueNotifier notifier, IDeviceEvents events)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(notifier);
        ArgumentNullException.ThrowIfNull(events);
        _device = device;
        _notifier = notifier;
        _events = events;
        _offered = device.Features | FeatureBits.Version1;
        _queues = new QueueRegisters[device.Queues.Length];
        foreach (DeviceVirtqueue queue in device.Queues)
        {
            queue.Attach(this);
        }
    }

    /// <summary>The device features as a driver reads them.</summary>
    public ulong OfferedFeatures => _offered;

    /// <summary>The status register as a driver reads it (VIRTIO 1.2, 2.1).</summary>
    public uint Status =>
        Volatile.Read(ref _state.Status)
        | (Volatile.Read(ref _state.NeedsReset) != 0 ? DeviceStatus.DeviceNeedsReset : 0);

    /// <summary>Whether the driver has broken the device, and not reset it since.</summary>
    public bool NeedsReset => Volatile.Read(ref _state.NeedsReset) != 0;

    /// <summary>Writes to QueueNotify that came by this way, and not by an ioeventfd.</summary>
    public long Notifications => Interlocked.Read(ref _notifications);

    /// <summary>How often InterruptStatus gained a bit, or would have, had it not been set yet.</summary>
    public long Interrupts => Interlocked.Read(ref _interrupts);

    /// <inheritdoc/>
    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        lock (_registers)
        {
            if (offset >= MmioRegister.Config)
            {
                return ReadConfig(offset - MmioRegister.Config, width, out value);
            }

            uint? register = width == RegisterWidth ? ReadRegister((uint)offset) : null;
            value = register ?? 0;
            return register is null ? BusAnswer.Refused : BusAnswer.Done;
        }
    }

    /// <inheritdoc/>
    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        // The configuration spaces of our devices have nothing that a driver may write.
        if (offset >= MmioRegister.Config || width != RegisterWidth)
        {
            return BusAnswer.Refused;
        }

        ulong wake;
        bool done;
        lock (_registers)
        {
            done = WriteRegister((uint)offset, (uint)value, out wake);
        }

        // Outside the lock, for a notifier may do the work on this very thread.
        for (; wake != 0; wake &= wake - 1)
        {
            _notifier.Notify(BitOperations.TrailingZeroCount(wake));
        }

        return done ? BusAnswer.Done : BusAnswer.Refused;
    }

    void IQueueOwner.BuffersUsed() => Raise(VirtioInterrupts.UsedBuffer);

    void IQueueOwner.QueueBroken(in QueueError error) => SetNeedsReset(error);

    /// <summary>Bytes past the end of the configuration read as 0, unaligned and odd accesses as well.</summary>
    private BusAnswer ReadConfig(ulong offset, int width, out ulong value)
    {
        value = 0;
        if (width is not (1 or 2 or 4 or 8) || offset % (uint)width != 0)
        {
            return BusAnswer.Refused;
        }

        ReadOnlySpan<byte> config = _device.Config;
        for (int i = width - 1; i >= 0; i--)
        {
            ulong position = offset + (uint)i;
            value = (value << 8) | (position < (uint)config.Length ? config[(int)position] : (byte)0);
        }

        return BusAnswer.Done;
    }

    /// <summary>2.1.2: DEVICE_NEEDS_RESET, and a configuration interrupt if the driver is already running.</summary>
    private void SetNeedsReset(in QueueError error)
    {
        Volatile.Write(ref _state.NeedsReset, 1);
        _events.QueueBroken(error);
        if ((Volatile.Read(ref _state.Status) & DeviceStatus.DriverOk) != 0)
        {
            Raise(VirtioInterrupts.ConfigurationChange);
        }
    }

    private void Raise(VirtioInterrupts interrupts)
    {
        Interlocked.Or(ref _state.InterruptStatus, (int)interrupts);
        Interlocked.Increment(ref _interrupts);
        _events.InterruptRaised(interrupts);
    }
}
