using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Testing;

/// <summary>Brings a virtio-mmio device up as VIRTIO 1.2, 3.1.1 and 4.2.3 want it, step by step.</summary>
public sealed class MmioDriver(IBusDevice device)
{
    public uint Status
    {
        get => Read(MmioRegister.Status);
        set => Write(MmioRegister.Status, value);
    }

    public uint InterruptStatus => Read(MmioRegister.InterruptStatus);

    public ulong DeviceFeatures
    {
        get
        {
            Write(MmioRegister.DeviceFeaturesSel, 0);
            ulong low = Read(MmioRegister.DeviceFeatures);
            Write(MmioRegister.DeviceFeaturesSel, 1);
            return low | ((ulong)Read(MmioRegister.DeviceFeatures) << 32);
        }
    }

    public ulong CapacityInSectors => Read(MmioRegister.Config + BlockConfig.Capacity, 8);

    public uint Read(uint register) => (uint)Read(register, 4);

    public ulong Read(uint offset, int width)
    {
        device.Read(offset, width, out ulong value);
        return value;
    }

    public BusAnswer Write(uint register, uint value) => device.Write(register, 4, value);

    public void Reset() => Status = DeviceStatus.Reset;

    /// <summary>From reset up to the choice of features.</summary>
    public void Acknowledge()
    {
        Reset();
        Status = DeviceStatus.Acknowledge;
        Status |= DeviceStatus.Driver;
    }

    /// <summary>Accepts features and reads back whether the device agrees.</summary>
    public bool Negotiate(ulong features)
    {
        Write(MmioRegister.DriverFeaturesSel, 0);
        Write(MmioRegister.DriverFeatures, (uint)features);
        Write(MmioRegister.DriverFeaturesSel, 1);
        Write(MmioRegister.DriverFeatures, (uint)(features >> 32));
        Status |= DeviceStatus.FeaturesOk;
        return (Status & DeviceStatus.FeaturesOk) != 0;
    }

    /// <summary>Writes the registers of a queue without switching it on.</summary>
    public void WriteGeometry(in QueueGeometry geometry, uint queue = 0)
    {
        Write(MmioRegister.QueueSel, queue);
        Write(MmioRegister.QueueNum, geometry.Size);
        Write64(MmioRegister.QueueDescLow, geometry.DescriptorTable.Value);
        Write64(MmioRegister.QueueDriverLow, geometry.AvailRing.Value);
        Write64(MmioRegister.QueueDeviceLow, geometry.UsedRing.Value);
    }

    /// <summary>Switches a queue on, and reads back whether it is.</summary>
    public bool SetUpQueue(in QueueGeometry geometry, uint queue = 0)
    {
        WriteGeometry(geometry, queue);
        Write(MmioRegister.QueueReady, 1);
        return Read(MmioRegister.QueueReady) == 1;
    }

    public void SetDriverOk() => Status |= DeviceStatus.DriverOk;

    /// <summary>All of it.</summary>
    /// <param name="features">What is taken; null for every feature that is offered.</param>
    public void BringUp(in QueueGeometry geometry, uint queue = 0, ulong? features = null)
    {
        Acknowledge();
        if (!Negotiate(features ?? DeviceFeatures) || !SetUpQueue(geometry, queue))
        {
            throw new InvalidOperationException("The device refused an honest driver.");
        }

        SetDriverOk();
    }

    public void Notify(uint queue = 0) => Write(MmioRegister.QueueNotify, queue);

    private void Write64(uint lowRegister, ulong value)
    {
        Write(lowRegister, (uint)value);
        Write(lowRegister + 4, (uint)(value >> 32));
    }
}
