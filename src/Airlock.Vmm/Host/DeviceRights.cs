using Airlock.Interop;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Host;

/// <summary>Why a device that is there can't be opened, as far as its owner, mode and groups tell.</summary>
/// <param name="files">The host's.</param>
/// <param name="groups">Numbers of the groups that this process is in.</param>
/// <param name="user">Name of this process's user; empty if it has none.</param>
internal sealed class DeviceRights(HostFiles files, IReadOnlyCollection<uint> groups, string user)
{
    private const uint GroupReadsAndWrites = 0x30; // 0060

    /// <param name="path">Of the device, without the first slash.</param>
    /// <param name="group">Name or number of the device's group.</param>
    public KvmObstacle ObstacleOf(string path, out string group)
    {
        group = string.Empty;
        if (!FileStatus.TryGet(files.PathOf(path), out LibC.StatX status, out _))
        {
            return KvmObstacle.Forbidden;
        }

        (group, string[] members) = GroupOf(status.stx_gid);
        bool isForGroup = (status.stx_mode & GroupReadsAndWrites) == GroupReadsAndWrites;
        return !isForGroup || status.stx_gid == 0 || groups.Contains(status.stx_gid) ? KvmObstacle.Forbidden
            : members.Contains(user) ? KvmObstacle.StaleLogin
            : KvmObstacle.NotInGroup;
    }

    /// <summary>By /etc/group (group(5)): name, password, number, members.</summary>
    private (string Name, string[] Members) GroupOf(uint number)
    {
        foreach (string line in files.ReadLines("etc/group"))
        {
            if (line.Split(':') is [var name, _, var its, var members] && its == $"{number}")
            {
                return (name, members.Split(','));
            }
        }

        return ($"{number}", []);
    }
}
