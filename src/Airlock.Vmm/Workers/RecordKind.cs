namespace Airlock.Vmm.Workers;

/// <summary>What a worker tells its parent.</summary>
internal enum RecordKind : uint
{
    /// <summary>The guest is about to run, inside the sandbox: an int, Landlock's ABI here, 0 without it.</summary>
    Started = 1,

    /// <summary>Bytes of messages from COM1.</summary>
    SerialBytes,

    /// <summary>Bytes of messages from the device that the guest was told of.</summary>
    DeviceBytes,

    /// <summary>A sign of life: a long, the requests completed so far.</summary>
    Activity,

    /// <summary>A system call on a backing file failed: a <see cref="FailureRecord"/>.</summary>
    StoreFailed,

    /// <summary>A line of the guest's debug text.</summary>
    DebugLine,

    /// <summary>The machine has ended: an <see cref="EndRecord"/>, then the reason in UTF-8. Nothing follows.</summary>
    Ended,

    /// <summary>The machine could not be run: a <see cref="RefusalKind"/>, then why, in UTF-8. Nothing follows.</summary>
    Refused,

    /// <summary>
    /// The filter has stopped a system call, and the process ends: an int, the call's number. Written by a signal handler,
    /// in launch.c, also between two halves of another record.
    /// </summary>
    Forbidden,
}
