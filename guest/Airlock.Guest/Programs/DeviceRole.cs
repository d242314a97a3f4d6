namespace Airlock.Guest.Programs;

/// <summary>The two devices of a copy.</summary>
public enum DeviceRole
{
    /// <summary>The device that is read.</summary>
    Input,

    /// <summary>The device that is written.</summary>
    Output,
}
