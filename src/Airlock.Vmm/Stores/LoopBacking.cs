namespace Airlock.Vmm.Stores;

/// <summary>What a loop device lies on.</summary>
/// <param name="Body">A file or a block device.</param>
/// <param name="Offset">Byte of it that the loop device starts at.</param>
internal readonly record struct LoopBacking(StorageBody Body, ulong Offset);
