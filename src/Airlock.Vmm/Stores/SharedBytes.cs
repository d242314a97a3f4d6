using Airlock.Vmm.Results;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Refuses an output that is the input by another road, or a device whose bytes somebody else uses. By what is open, where
/// something is open: names can change.
/// </summary>
/// <param name="tree">The host's devices.</param>
/// <param name="users">Who uses them.</param>
internal sealed class SharedBytes(BlockDeviceTree tree, DeviceUsers users)
{
    /// <summary>Those of this host.</summary>
    public static SharedBytes Host { get; } = new(new BlockDeviceTree(), new DeviceUsers());

    /// <param name="input">What is read.</param>
    /// <param name="output">What is written in place, or replaced.</param>
    /// <param name="path">The output's name, for the sentence.</param>
    /// <exception cref="AirlockException">Both have bytes in common.</exception>
    public void CheckInput(FileIdentity input, FileIdentity output, string path)
    {
        bool isBlock = input.Kind == FileKind.BlockDevice || output.Kind == FileKind.BlockDevice;
        if (!isBlock || StorageBody.Of(input) is not { } read || StorageBody.Of(output) is not { } written)
        {
            return;
        }

        if (DeviceStack.Of(tree, read, withFileSystem: true).Common(DeviceStack.Of(tree, written)) is { } common)
        {
            string what = common.IsDevice ? tree.NameOf(common.Device) : "the same file";
            throw new AirlockException(AirlockError.Usage,
                $"The output '{path}' is the input itself by another road: both lie on {what}; name another file or device.");
        }
    }

    /// <param name="output">A device, or a file that is written in place.</param>
    /// <param name="path">Its name, for the sentence.</param>
    /// <exception cref="AirlockException">Its bytes are mounted, swap space, or under another device.</exception>
    public void CheckUsers(FileIdentity output, string path)
    {
        if (StorageBody.Of(output) is not { } body)
        {
            return;
        }

        DeviceStack written = DeviceStack.Of(tree, body);
        foreach (StorageBody swap in users.SwapSpaces())
        {
            Refuse(written, swap, path, "holds swap space; switch that off first");
        }

        foreach (Mount mount in users.Mounts())
        {
            Refuse(written, new StorageBody(mount.Device), path, $"is mounted at {mount.MountPoint}; unmount it first");
        }

        // A loop device doesn't hold what it lies on exclusively, and its users may be in another mount namespace.
        foreach (DeviceNumber device in tree.All().Where(device => !written.Contains(new StorageBody(device))))
        {
            if (tree.BackingOf(device) is not null)
            {
                Refuse(written, new StorageBody(device), path, "is attached to it; detach that first");
            }
            else if (tree.SlavesOf(device).Any())
            {
                Refuse(written, new StorageBody(device), path, "is made of it; take that apart first");
            }
        }
    }

    private void Refuse(DeviceStack written, StorageBody user, string path, string use)
    {
        if (DeviceStack.Of(tree, user).Common(written) is not null)
        {
            string name = user.IsDevice ? tree.NameOf(user.Device) : "a file on it";
            throw new AirlockException(AirlockError.Usage, $"The output '{path}' is in use: {name} {use}.");
        }
    }
}
