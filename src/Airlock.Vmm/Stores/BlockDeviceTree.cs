using System.Globalization;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// The block devices of this host as sysfs tells them (sysfs(5), Documentation/ABI/stable/sysfs-block). What can't be read
/// isn't there: a container may have no sysfs.
/// </summary>
/// <param name="root">The folder that sys, proc and dev lie in.</param>
internal sealed class BlockDeviceTree(string root = "/")
{
    private const ulong SectorSize = 512; // of sysfs, whatever the device's is

    private string Numbers => Path.Combine(root, "sys/dev/block");

    /// <summary>Each that there is.</summary>
    public IEnumerable<DeviceNumber> All()
    {
        foreach (string folder in EntriesOf(Numbers))
        {
            if (DeviceNumber.TryParse(Path.GetFileName(folder), out DeviceNumber number))
            {
                yield return number;
            }
        }
    }

    /// <summary>What it is called in /dev, as far as the kernel knows; its number if it has no name.</summary>
    public string NameOf(DeviceNumber device)
    {
        string name = Path.GetFileName(FolderOf(device));
        return name.Length == 0 ? device.ToString() : $"/dev/{name.Replace('!', '/')}";
    }

    /// <summary>Bytes; the largest number if it can't be told.</summary>
    public ulong LengthOf(DeviceNumber device) =>
        ReadNumber(Path.Combine(FolderOf(device), "size")) is { } sectors and <= ulong.MaxValue / SectorSize
            ? sectors * SectorSize
            : ulong.MaxValue;

    /// <summary>Of a partition, its disk and the byte of it that it starts at.</summary>
    public (DeviceNumber Disk, ulong Start)? DiskOf(DeviceNumber device)
    {
        string folder = FolderOf(device);
        return File.Exists(Path.Combine(folder, "partition"))
            && DeviceNumber.TryParse(Read(Path.Combine(Path.GetDirectoryName(folder)!, "dev")), out DeviceNumber disk)
            && ReadNumber(Path.Combine(folder, "start")) is { } start
                ? (disk, start * SectorSize)
                : null;
    }

    /// <summary>Of an array or of what the device mapper makes, the devices that it uses.</summary>
    public IEnumerable<DeviceNumber> SlavesOf(DeviceNumber device)
    {
        foreach (string slave in EntriesOf(Path.Combine(FolderOf(device), "slaves")))
        {
            if (DeviceNumber.TryParse(Read(Path.Combine(slave, "dev")), out DeviceNumber number))
            {
                yield return number;
            }
        }
    }

    /// <summary>Of a loop device that is attached, what it lies on; null for others, and where it can't be told.</summary>
    public LoopBacking? BackingOf(DeviceNumber device)
    {
        string folder = Path.Combine(FolderOf(device), "loop");
        string path = Read(Path.Combine(folder, "backing_file"));
        if (path.Length == 0)
        {
            return null;
        }

        if (AskLoopDevice(device) is { } told)
        {
            return told;
        }

        StorageBody? body = FileStatus.TryGet(path, out LibC.StatX status, out _) ? StorageBody.Of(FileIdentity.Of(status)) : null;
        return body is { } found ? new LoopBacking(found, ReadNumber(Path.Combine(folder, "offset")) ?? 0) : null;
    }

    /// <summary>Itself knows best: its file may have another name by now, or none (loop(4)).</summary>
    private LoopBacking? AskLoopDevice(DeviceNumber device)
    {
        string path = Path.Combine(root, NameOf(device).TrimStart('/'));
        using SafeFileHandle? handle = OpenFile.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out _);
        if (handle is null || FileIdentity.Of(handle).Device != device)
        {
            return null;
        }

        LibC.LoopInfo info = default;
        if (LibC.ioctl(handle, LibC.LOOP_GET_STATUS64, ref info) != 0)
        {
            return null;
        }

        // Older kernels give the file system's number twice where there is no device.
        bool isDevice = info.lo_rdevice != 0 && info.lo_rdevice != info.lo_device;
        StorageBody body = isDevice
            ? new StorageBody(DeviceNumber.FromPacked(info.lo_rdevice))
            : new StorageBody(DeviceNumber.FromPacked(info.lo_device), info.lo_inode);
        return new LoopBacking(body, info.lo_offset);
    }

    /// <summary>Where the link of its number leads; empty if there is none.</summary>
    private string FolderOf(DeviceNumber device)
    {
        string link = Path.Combine(Numbers, device.ToString());
        try
        {
            return Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string[] EntriesOf(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static ulong? ReadNumber(string path) =>
        ulong.TryParse(Read(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
