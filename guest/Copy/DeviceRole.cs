namespace Airlock.Copy;

/// <summary>The two devices of a copy.</summary>
internal enum DeviceRole
{
    /// <summary>The device that is read.</summary>
    Input,

    /// <summary>The device that is written.</summary>
    Output,
}
