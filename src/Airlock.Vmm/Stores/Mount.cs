namespace Airlock.Vmm.Stores;

/// <summary>A line of /proc/self/mountinfo (proc(5)).</summary>
/// <param name="Device">The number that files on it tell as their device.</param>
/// <param name="MountPoint">As the line has it: blanks are written as \040.</param>
/// <param name="Type">Such as "ext4".</param>
internal readonly record struct Mount(DeviceNumber Device, string MountPoint, string Type)
{
    private const int NumberField = 2;
    private const int MountPointField = 4;
    private const string Separator = "-"; // behind fields of no fixed number

    /// <summary>Null for what is no such line.</summary>
    public static Mount? Parse(string line)
    {
        string[] fields = line.Split(' ');
        int type = Array.IndexOf(fields, Separator) + 1;
        return type > MountPointField && type < fields.Length && DeviceNumber.TryParse(fields[NumberField], out DeviceNumber device)
            ? new Mount(device, fields[MountPointField], fields[type])
            : null;
    }
}
