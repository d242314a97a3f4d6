namespace Airlock.Guest.Programs;

/// <summary>Says how far the devices of a program have come. Implemented by structs only.</summary>
public interface IDeviceReporter
{
    /// <summary>A step of bringing up a device is done; <paramref name="value"/> goes with the step.</summary>
    void Initialised(DeviceStage stage, DeviceRole role, ulong value);

    /// <summary>A device has so many sectors.</summary>
    void Capacity(DeviceRole role, ulong sectors);

    /// <summary>A device failed as a whole, for a reason that is a DriverError or a ProgramError.</summary>
    void DeviceFailed(DeviceStage stage, DeviceRole role, uint status);

    /// <summary>Lets the host see all that was said, before the guest waits.</summary>
    void Flush();
}
