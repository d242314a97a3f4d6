using Airlock.Virtio.Queues;

namespace Airlock.Testing.Model;

/// <summary>
/// The registers of a virtio-mmio device (VIRTIO 1.2, 4.2.2) as simply as they can be said: what each reads as, and
/// when a write counts.
/// </summary>
/// <param name="deviceId">DeviceID.</param>
/// <param name="features">All that is offered, VERSION_1 among it.</param>
/// <param name="config">The configuration space.</param>
/// <param name="queues">The device's queues.</param>
public sealed class ModelTransport(uint deviceId, ulong features, byte[] config, params ModelVirtqueue[] queues)
{
    private const uint Acknowledge = 1, HasDriver = 3, FeaturesOk = 8, Negotiated = 11, DriverOk = 4, Running = 15;
    private const uint NeedsResetBit = 64, Failed = 128;
    private const ulong Version1 = 1UL << 32;

    private uint _status;
    private uint _deviceFeaturesSel;
    private uint _driverFeaturesSel;
    private ulong _driverFeatures;
    private uint _queueSel;

    public uint InterruptStatus { get; private set; }

    public bool NeedsReset { get; private set; }

    /// <summary>Why queues broke, in order.</summary>
    public List<QueueFault> Faults { get; } = [];

    /// <summary>The status register, for what lies behind the transport.</summary>
    public uint Status => _status | (NeedsReset ? NeedsResetBit : 0);

    private ModelVirtqueue? Selected => _queueSel < (uint)queues.Length ? queues[_queueSel] : null;

    /// <summary>What a read gives; false if there is nothing to read so, which gives 0.</summary>
    public bool TryRead(ulong offset, int width, out ulong value)
    {
        value = 0;
        if (offset >= 0x100)
        {
            if (width is not (1 or 2 or 4 or 8) || offset % (uint)width != 0)
            {
                return false;
            }

            for (int i = 0; i < width; i++)
            {
                ulong at = offset - 0x100 + (uint)i;
                value |= at < (uint)config.Length ? (ulong)config[at] << (8 * i) : 0;
            }

            return true;
        }

        uint? register = width == 4 ? Register(offset) : null;
        value = register ?? 0;
        return register is not null;
    }

    /// <summary>Whether a write counts; if it does, it has been done.</summary>
    public bool TryWrite(ulong offset, int width, ulong value64)
    {
        uint value = (uint)value64;
        if (width != 4)
        {
            return false;
        }

        switch (offset)
        {
            case 0x014: _deviceFeaturesSel = value; return true;
            case 0x024: _driverFeaturesSel = value; return true;
            case 0x020: return ChooseFeatures(value);
            case 0x030: _queueSel = value; return true;
            case 0x044: return value switch { 0 => SwitchOff(), 1 => SwitchOn(), _ => false };
            case 0x050: return value < (uint)queues.Length && _status == Running;
            case 0x064: InterruptStatus &= ~value; return true;
            case 0x070: return WriteStatus(value);
            case 0x0ac: return true; // SHMSel: there is no region whatever it says
            default: return WriteGeometry(offset, value);
        }
    }

    /// <summary>Whether the driver has taken a feature: the device does nothing that needs another one.</summary>
    public bool HasTaken(ulong feature) => (_driverFeatures & feature) != 0;

    /// <summary>Some requests were used, and the driver wants to know.</summary>
    public void RaiseUsed() => InterruptStatus |= 1;

    /// <summary>A queue broke (2.1.2).</summary>
    public void Break(QueueFault fault)
    {
        Faults.Add(fault);
        NeedsReset = true;
        InterruptStatus |= (_status & DriverOk) != 0 ? 2u : 0;
    }

    private uint? Register(ulong offset) => offset switch
    {
        0x000 => 0x74726976,
        0x004 => 2,
        0x008 => deviceId,
        0x00c => 0,
        0x010 => _deviceFeaturesSel switch { 0 => (uint)features, 1 => (uint)(features >> 32), _ => 0 },
        0x034 => Selected is null ? 0u : 256,
        0x044 => Selected is { Ready: true } ? 1u : 0,
        0x060 => InterruptStatus,
        0x070 => Status,
        0x0b0 or 0x0b4 or 0x0b8 or 0x0bc => uint.MaxValue,
        0x0fc => 0,
        _ => null,
    };

    private bool ChooseFeatures(uint value)
    {
        if (_status != HasDriver || _driverFeaturesSel > 1)
        {
            return false;
        }

        int shift = 32 * (int)_driverFeaturesSel;
        _driverFeatures = (_driverFeatures & ~((ulong)uint.MaxValue << shift)) | ((ulong)value << shift);
        return true;
    }

    private bool SwitchOff()
    {
        if (Selected is not { Ready: true } queue)
        {
            return false;
        }

        queue.Ready = false;
        queue.Stop();
        return true;
    }

    private bool SwitchOn()
    {
        if (Selected is not { Ready: false } queue || _status != Negotiated)
        {
            return false;
        }

        if (queue.GeometryFault() is { } fault)
        {
            Break(fault);
            return false;
        }

        return queue.Ready = true;
    }

    private bool WriteGeometry(ulong offset, uint value)
    {
        if (Selected is not { Ready: false } queue || _status != Negotiated)
        {
            return false;
        }

        switch (offset)
        {
            case 0x038: queue.Num = value; return true;
            case 0x080: queue.Desc = Low(queue.Desc, value); return true;
            case 0x084: queue.Desc = High(queue.Desc, value); return true;
            case 0x090: queue.Driver = Low(queue.Driver, value); return true;
            case 0x094: queue.Driver = High(queue.Driver, value); return true;
            case 0x0a0: queue.Device = Low(queue.Device, value); return true;
            case 0x0a4: queue.Device = High(queue.Device, value); return true;
            default: return false;
        }
    }

    private bool WriteStatus(uint value)
    {
        if (value == 0)
        {
            Reset();
            return true;
        }

        uint next = value & ~NeedsResetBit;
        if ((next & Failed) != 0)
        {
            Array.ForEach(queues, queue => queue.Stop());
            _status |= Failed;
            return true;
        }

        if (next == _status)
        {
            return true;
        }

        bool legal = (_status, next) is (0, Acknowledge) or (0, HasDriver) or (Acknowledge, HasDriver)
            or (HasDriver, Negotiated) or (Negotiated, Running);
        bool agreed = (next & FeaturesOk) == 0
            || ((_driverFeatures & ~features) == 0 && (_driverFeatures & Version1) != 0);
        if (!legal || !agreed)
        {
            return false;
        }

        _status = next;
        if (next == Running)
        {
            Array.ForEach(Array.FindAll(queues, queue => queue.Ready), queue => queue.Start());
        }

        return true;
    }

    private void Reset()
    {
        Array.ForEach(queues, queue => queue.Clear());
        _status = _deviceFeaturesSel = _driverFeaturesSel = _queueSel = InterruptStatus = 0;
        _driverFeatures = 0;
        NeedsReset = false;
    }

    private static ulong Low(ulong whole, uint value) => (whole & ~(ulong)uint.MaxValue) | value;

    private static ulong High(ulong whole, uint value) => (uint)whole | ((ulong)value << 32);
}
