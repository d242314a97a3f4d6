using Airlock.Guest.Programs;

namespace Airlock.Image.Contents;

/// <summary>The first request that failed, if one has.</summary>
internal readonly struct DeviceFailure
{
    /// <summary>The device in <paramref name="role"/> failed to transfer so many sectors from one on.</summary>
    public DeviceFailure(DeviceRole role, ulong sector, uint sectors, uint status)
    {
        IsThere = true;
        Role = role;
        Sector = sector;
        Sectors = sectors;
        Status = status;
    }

    /// <summary>Whether a request has failed.</summary>
    public bool IsThere { get; }

    /// <summary>Whose request.</summary>
    public DeviceRole Role { get; }

    /// <summary>The first sector.</summary>
    public ulong Sector { get; }

    /// <summary>How many they are.</summary>
    public uint Sectors { get; }

    /// <summary>The device's status, or a DriverError.</summary>
    public uint Status { get; }
}
