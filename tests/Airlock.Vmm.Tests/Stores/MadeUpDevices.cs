using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>A folder with as much of sysfs and procfs as block devices have there.</summary>
internal sealed class MadeUpDevices : IDisposable
{
    private readonly Dictionary<string, string> _folders = [];
    private readonly List<string> _mounts = [];
    private readonly List<string> _swaps = ["Filename\tType\tSize\tUsed\tPriority"];

    public TemporaryFolder Files { get; } = new();

    public BlockDeviceTree Tree => new(Files.Root);

    public SharedBytes SharedBytes => new(Tree, new DeviceUsers(Files.Root));

    public void AddDisk(string name, string number, ulong sectors = 10_000) => Add(name, number, $"sys/devices/{name}", sectors);

    public void AddPartition(string name, string number, string disk, ulong start, ulong sectors)
    {
        Add(name, number, $"sys/devices/{disk}/{name}", sectors);
        Write($"{_folders[name]}/partition", "1\n");
        Write($"{_folders[name]}/start", $"{start}\n");
    }

    public void AddLoop(string name, string number, string backing, ulong offset = 0, ulong sectors = 10_000)
    {
        AddDisk(name, number, sectors);
        Write($"{_folders[name]}/loop/backing_file", $"{backing}\n");
        Write($"{_folders[name]}/loop/offset", $"{offset}\n");
    }

    /// <summary>By the device mapper, or an array.</summary>
    public void AddMapped(string name, string number, params string[] slaves)
    {
        AddDisk(name, number);
        foreach (string slave in slaves)
        {
            string links = Files.PathOf($"{_folders[name]}/slaves");
            Directory.CreateDirectory(links);
            File.CreateSymbolicLink(Path.Combine(links, slave), Files.PathOf(_folders[slave]));
        }
    }

    public void Mount(string number, string mountPoint)
    {
        _mounts.Add($"36 35 {number} / {mountPoint} rw,noatime master:1 - ext4 /dev/root rw,errors=continue");
        Directory.CreateDirectory(Files.PathOf("proc/self"));
        File.WriteAllLines(Files.PathOf("proc/self/mountinfo"), _mounts);
    }

    public void SwapOn(string path)
    {
        _swaps.Add($"{path} file\t1024\t0\t-2");
        Directory.CreateDirectory(Files.PathOf("proc"));
        File.WriteAllLines(Files.PathOf("proc/swaps"), _swaps);
    }

    public static StorageBody Device(uint major, uint minor) => new(new DeviceNumber(major, minor));

    public void Dispose() => Files.Dispose();

    private void Add(string name, string number, string folder, ulong sectors)
    {
        _folders[name] = folder;
        Write($"{folder}/dev", $"{number}\n");
        Write($"{folder}/size", $"{sectors}\n");
        Directory.CreateDirectory(Files.PathOf("sys/dev/block"));
        File.CreateSymbolicLink(Files.PathOf($"sys/dev/block/{number}"), $"../../../{folder}");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Files.PathOf(path))!);
        File.WriteAllText(Files.PathOf(path), text);
    }
}
