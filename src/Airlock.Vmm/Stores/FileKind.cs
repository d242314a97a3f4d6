namespace Airlock.Vmm.Stores;

/// <summary>What stands under a path.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    BlockDevice,
    Directory,

    /// <summary>A symbolic link, where it wasn't followed.</summary>
    Link,

    /// <summary>A FIFO, socket or character device.</summary>
    Other,
}
