namespace Airlock.Vmm.Stores;

/// <summary>What bytes lie in: a block device, or a file of a file system.</summary>
/// <param name="Device">The block device, or the one that the file's status tells.</param>
/// <param name="Inode">The file; 0 for the device itself.</param>
internal readonly record struct StorageBody(DeviceNumber Device, ulong Inode = 0)
{
    public bool IsDevice => Inode == 0;

    /// <summary>Null for what is neither a regular file nor a block device.</summary>
    public static StorageBody? Of(FileIdentity file) => file.Kind switch
    {
        FileKind.BlockDevice => new StorageBody(file.Device),
        FileKind.Regular => new StorageBody(file.FileSystem, file.Inode),
        _ => null,
    };
}
