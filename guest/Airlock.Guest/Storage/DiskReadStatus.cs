namespace Airlock.Guest.Storage;

/// <summary>What became of a read by position.</summary>
public enum DiskReadStatus
{
    /// <summary>All bytes are there.</summary>
    Done,

    /// <summary>Not all of them lie inside the file. Nothing was read.</summary>
    BeyondEnd,

    /// <summary>
    /// A sector can't be read, or the device failed as a whole: <see cref="DiskReader{TPlatform}.FailedSector"/>,
    /// <see cref="DiskReader{TPlatform}.FailedStatus"/>.
    /// </summary>
    DeviceFailed,
}
