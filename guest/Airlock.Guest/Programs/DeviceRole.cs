namespace Airlock.Guest.Programs;

/// <summary>What a block device is for.</summary>
public enum DeviceRole
{
    /// <summary>The device that is read.</summary>
    Input,

    /// <summary>The device that is written.</summary>
    Output,

    /// <summary>Another device that is read, in a machine without an output.</summary>
    Second,
}
