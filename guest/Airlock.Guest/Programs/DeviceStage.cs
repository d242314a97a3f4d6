namespace Airlock.Guest.Programs;

/// <summary>The steps in which a device can fail; each is an operation of an ErrorMessage.</summary>
public enum DeviceStage
{
    /// <summary>Finding and resetting the device.</summary>
    Probe,

    /// <summary>Agreeing on features.</summary>
    Features,

    /// <summary>Setting up the queue, and everything that the queue does later.</summary>
    Queue,

    /// <summary>Reading the capacity, and finding it large enough.</summary>
    Capacity,

    /// <summary>Letting the device go.</summary>
    Start,

    /// <summary>Having it make safe what was written.</summary>
    Flush,
}
