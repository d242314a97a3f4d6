using Airlock.Guest.Programs;

namespace Airlock.Image.Convert;

/// <summary>The first request that failed, if one has.</summary>
internal readonly struct DeviceFailure
{
    /// <summary>The device in <paramref name="role"/> failed what is in <paramref name="slot"/>.</summary>
    public DeviceFailure(DeviceRole role, ConvertSlot slot, uint status)
    {
        IsThere = true;
        Role = role;
        Slot = slot;
        Status = status;
    }

    /// <summary>Whether a request has failed.</summary>
    public bool IsThere { get; }

    /// <summary>Whose request.</summary>
    public DeviceRole Role { get; }

    /// <summary>What was to be transferred.</summary>
    public ConvertSlot Slot { get; }

    /// <summary>The device's status, or a DriverError.</summary>
    public uint Status { get; }
}
