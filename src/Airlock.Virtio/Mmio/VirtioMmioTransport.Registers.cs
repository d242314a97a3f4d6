using Airlock.Abi.Virtio;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Mmio;

/// <summary>The control registers, one line each; called under the lock of the registers.</summary>
public sealed partial class VirtioMmioTransport
{
    private const ulong LowHalf = 0xffff_ffff;

    private bool QueueSelected => _state.QueueSel < (uint)_queues.Length;

    /// <summary>The registers of the queue that QueueSel names, while there is one.</summary>
    private ref QueueRegisters Selected => ref _queues[_state.QueueSel];

    // The queue's registers stand still from QueueReady on, and are open only between FEATURES_OK and DRIVER_OK.
    private bool QueueConfigurable =>
        QueueSelected && !Selected.Ready && _state.Status == StatusTransitions.Negotiated;

    /// <summary>A register's value, or null if there is none to read.</summary>
    private uint? ReadRegister(uint offset) => offset switch
    {
        MmioRegister.MagicValue => MmioValue.Magic,
        MmioRegister.Version => MmioValue.Version,
        MmioRegister.DeviceId => _device.DeviceId,
        MmioRegister.VendorId => VendorId,
        MmioRegister.DeviceFeatures => SelectHalf(_offered, _state.DeviceFeaturesSel),
        MmioRegister.QueueNumMax => QueueSelected ? QueueGeometry.MaxSize : 0,
        MmioRegister.QueueReady => QueueSelected && Selected.Ready ? 1u : 0u,
        MmioRegister.InterruptStatus => (uint)Volatile.Read(ref _state.InterruptStatus),
        MmioRegister.Status => Status,
        MmioRegister.ConfigGeneration => 0,

        // 4.2.2: a region of shared memory that doesn't exist has a length and a base of all ones.
        MmioRegister.ShmLenLow or MmioRegister.ShmLenHigh => uint.MaxValue,
        MmioRegister.ShmBaseLow or MmioRegister.ShmBaseHigh => uint.MaxValue,
        _ => null,
    };

    /// <summary>Writes a register.</summary>
    /// <param name="wake">The queues, a bit each, at which there may be something to do now.</param>
    /// <returns>False if the write is ignored: no such register, or not in this phase.</returns>
    private bool WriteRegister(uint offset, uint value, out ulong wake)
    {
        wake = 0;
        switch (offset)
        {
            case MmioRegister.Status:
                return WriteStatus(value, out wake);
            case MmioRegister.QueueNotify:
                wake = AcceptNotification(value);
                return wake != 0;
            case MmioRegister.InterruptAck:
                Interlocked.And(ref _state.InterruptStatus, (int)~value);
                return true;
            case MmioRegister.DeviceFeaturesSel:
                _state.DeviceFeaturesSel = value;
                return true;
            case MmioRegister.DriverFeaturesSel:
                _state.DriverFeaturesSel = value;
                return true;
            case MmioRegister.DriverFeatures:
                return WriteDriverFeatures(value);
            case MmioRegister.QueueSel:
                _state.QueueSel = value;
                return true;
            case MmioRegister.ShmSel:
                return true;
            default:
                return WriteQueueRegister(offset, value);
        }
    }

    private bool WriteQueueRegister(uint offset, uint value)
    {
        if (offset == MmioRegister.QueueReady)
        {
            return WriteQueueReady(value);
        }

        if (!QueueConfigurable)
        {
            return false;
        }

        switch (offset)
        {
            case MmioRegister.QueueNum:
                Selected.Num = value;
                return true;
            case MmioRegister.QueueDescLow:
                return SetLow(ref Selected.Desc, value);
            case MmioRegister.QueueDescHigh:
                return SetHigh(ref Selected.Desc, value);
            case MmioRegister.QueueDriverLow:
                return SetLow(ref Selected.Driver, value);
            case MmioRegister.QueueDriverHigh:
                return SetHigh(ref Selected.Driver, value);
            case MmioRegister.QueueDeviceLow:
                return SetLow(ref Selected.Device, value);
            case MmioRegister.QueueDeviceHigh:
                return SetHigh(ref Selected.Device, value);
            default:
                return false;
        }
    }

    /// <summary>4.2.2.2: features are chosen after DRIVER and before FEATURES_OK.</summary>
    private bool WriteDriverFeatures(uint value)
    {
        if (_state.Status != StatusTransitions.HasDriver)
        {
            return false;
        }

        return _state.DriverFeaturesSel switch
        {
            0 => SetLow(ref _state.DriverFeatures, value),
            1 => SetHigh(ref _state.DriverFeatures, value),
            _ => false,
        };
    }

    private bool WriteQueueReady(uint value)
    {
        if (value == 0 && QueueSelected && Selected.Ready)
        {
            // 4.2.2.1: while QueueReady is 0, the device must not touch the queue.
            _device.Queues[(int)_state.QueueSel].Stop();
            Selected.Ready = false;
            return true;
        }

        if (value != 1 || !QueueConfigurable)
        {
            return false;
        }

        if (Selected.Geometry.Check(_device.Queues[(int)_state.QueueSel].Memory) is { } error)
        {
            SetNeedsReset(error);
            return false;
        }

        Selected.Ready = true;
        return true;
    }

    /// <summary>A notification counts only when the device may look at the queue (2.1.2).</summary>
    private ulong AcceptNotification(uint queue)
    {
        if (queue >= (uint)_queues.Length || _state.Status != StatusTransitions.Running)
        {
            return 0;
        }

        Interlocked.Increment(ref _notifications);
        return 1UL << (int)queue;
    }

    private bool WriteStatus(uint value, out ulong wake)
    {
        wake = 0;
        if (value == DeviceStatus.Reset)
        {
            StopQueues();
            _state = default;
            Array.Clear(_queues);
            return true;
        }

        // DEVICE_NEEDS_RESET is the device's own: a driver that writes back what it has read means no harm.
        uint next = value & ~DeviceStatus.DeviceNeedsReset;
        if ((next & DeviceStatus.Failed) != 0)
        {
            StopQueues();
            Volatile.Write(ref _state.Status, _state.Status | DeviceStatus.Failed);
            return true;
        }

        if (next == _state.Status)
        {
            return true;
        }

        if (!StatusTransitions.IsLegal(_state.Status, next) || !FeaturesAllow(next))
        {
            return false;
        }

        Volatile.Write(ref _state.Status, next);
        wake = next == StatusTransitions.Running ? StartQueues() : 0;
        return true;
    }

    /// <summary>2.2.2, 6.1: FEATURES_OK is refused for features that weren't offered, and without VERSION_1.</summary>
    private bool FeaturesAllow(uint next) =>
        (next & DeviceStatus.FeaturesOk) == 0
        || ((_state.DriverFeatures & ~_offered) == 0 && (_state.DriverFeatures & FeatureBits.Version1) != 0);

    /// <summary>
    /// What was made available before DRIVER_OK is looked at now, whether or not a notification comes.
    /// </summary>
    private ulong StartQueues()
    {
        ulong running = 0;
        _device.Begin(_state.DriverFeatures);
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].Ready)
            {
                _device.Queues[i].Start(_queues[i].Geometry);
                running |= _device.Queues[i].IsRunning ? 1UL << i : 0;
            }
        }

        return running;
    }

    private void StopQueues()
    {
        foreach (DeviceVirtqueue queue in _device.Queues)
        {
            queue.Stop();
        }
    }

    private static uint SelectHalf(ulong value, uint half) => half switch
    {
        0 => (uint)(value & LowHalf),
        1 => (uint)(value >> 32),
        _ => 0,
    };

    private static bool SetLow(ref ulong target, uint value)
    {
        target = (target & ~LowHalf) | value;
        return true;
    }

    private static bool SetHigh(ref ulong target, uint value)
    {
        target = (target & LowHalf) | ((ulong)value << 32);
        return true;
    }
}
