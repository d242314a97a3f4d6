namespace Airlock.Vmm.Stores;

/// <summary>
/// What a file or block device lies on, down to the bottom: a partition on its disk, a loop device on its file or device,
/// what the device mapper or an array makes on what it uses. So one set of bytes is known by whatever road one comes to it.
/// </summary>
internal sealed class DeviceStack
{
    /// <summary>More than anybody stacks; a tree that changes while it is read may lead in a circle.</summary>
    private const int MaxDepth = 32;

    private readonly BlockDeviceTree _tree;
    private readonly List<StorageExtent> _extents = [];

    private DeviceStack(BlockDeviceTree tree)
    {
        _tree = tree;
    }

    /// <summary>From the top down; the first is the whole file or device itself.</summary>
    public IReadOnlyList<StorageExtent> Extents => _extents;

    /// <param name="tree">The host's devices.</param>
    /// <param name="top">A file or block device.</param>
    /// <param name="withFileSystem">
    /// Whether a file lies on its file system's device as well. Only so for what is read: who writes a file leaves the rest
    /// of the device to the file system.
    /// </param>
    public static DeviceStack Of(BlockDeviceTree tree, StorageBody top, bool withFileSystem = false)
    {
        var stack = new DeviceStack(tree);
        stack.Add(StorageExtent.Whole(top), withFileSystem);
        return stack;
    }

    /// <summary>Where two stacks have the same bytes; null if they have none in common.</summary>
    public StorageBody? Common(DeviceStack other)
    {
        foreach (StorageExtent mine in _extents)
        {
            foreach (StorageExtent its in other._extents)
            {
                if (mine.Overlaps(its))
                {
                    return mine.Body;
                }
            }
        }

        return null;
    }

    public bool Contains(StorageBody body) => _extents.Exists(extent => extent.Body == body);

    private void Add(StorageExtent extent, bool withFileSystem)
    {
        if (_extents.Count >= MaxDepth || _extents.Contains(extent))
        {
            return;
        }

        _extents.Add(extent);
        if (!extent.Body.IsDevice)
        {
            if (withFileSystem)
            {
                Add(StorageExtent.Whole(new StorageBody(extent.Body.Device), isMapped: true), withFileSystem);
            }

            return;
        }

        DeviceNumber device = extent.Body.Device;
        if (_tree.DiskOf(device) is { } part)
        {
            Add(extent.On(new StorageBody(part.Disk), part.Start, _tree.LengthOf(device)), withFileSystem);
        }
        else if (_tree.BackingOf(device) is { } backing)
        {
            Add(extent.On(backing.Body, backing.Offset, _tree.LengthOf(device)), withFileSystem);
        }

        foreach (DeviceNumber slave in _tree.SlavesOf(device))
        {
            Add(StorageExtent.Whole(new StorageBody(slave), isMapped: true), withFileSystem);
        }
    }
}
