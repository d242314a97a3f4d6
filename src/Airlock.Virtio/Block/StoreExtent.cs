namespace Airlock.Virtio.Block;

/// <summary>Bytes that are alike.</summary>
/// <param name="Length">How many bytes, a multiple of 512.</param>
/// <param name="IsHole">Whether all of them are zero, and no space is taken for them.</param>
public readonly record struct StoreExtent(ulong Length, bool IsHole);
