using Airlock.Interop;

namespace Airlock.Vmm.Stores;

/// <summary>Who uses block devices without being asked by an exclusive open: mounts, swap space (proc(5)).</summary>
/// <param name="root">The folder that proc lies in.</param>
internal sealed class DeviceUsers(string root = "/")
{
    /// <summary>File systems that are mounted, in this process's mount namespace.</summary>
    public IEnumerable<Mount> Mounts()
    {
        foreach (string line in LinesOf("proc/self/mountinfo"))
        {
            if (Mount.Parse(line) is { } mount)
            {
                yield return mount;
            }
        }
    }

    /// <summary>Devices and files that hold swap space.</summary>
    public IEnumerable<StorageBody> SwapSpaces()
    {
        foreach (string line in LinesOf("proc/swaps").Skip(1))
        {
            string path = line.Split(' ', '\t')[0];
            if (FileStatus.TryGet(path, out LibC.StatX status, out _) && StorageBody.Of(FileIdentity.Of(status)) is { } body)
            {
                yield return body;
            }
        }
    }

    private string[] LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
