namespace Airlock.Memory;

/// <summary>What became of an access on a bus.</summary>
public enum BusAnswer
{
    /// <summary>The device has answered.</summary>
    Done,

    /// <summary>The device has no such register, or not at this width or now: reads give 0, writes nothing.</summary>
    Refused,

    /// <summary>No window holds all of the access: reads give all ones, writes nothing.</summary>
    Unmapped,
}
