namespace Airlock.Vmm.Messages;

/// <summary>On which way bytes came: each has frames of its own.</summary>
internal enum MessageWay
{
    /// <summary>COM1, which is there always.</summary>
    Serial,

    /// <summary>The device that the guest was told of.</summary>
    Device,
}
