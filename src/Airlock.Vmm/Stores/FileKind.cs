namespace Airlock.Vmm.Stores;

/// <summary>What stands under a path.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    BlockDevice,
    Directory,

    /// <summary>A FIFO, socket or character device.</summary>
    Other,
}
