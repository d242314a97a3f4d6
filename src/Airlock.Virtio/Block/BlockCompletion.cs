namespace Airlock.Virtio.Block;

/// <summary>A request that has been answered.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Status">The answer.</param>
/// <param name="Sector">The first sector, for reads, writes, zeroes and extents.</param>
/// <param name="SectorCount">How many sectors, for reads, writes and zeroes.</param>
/// <param name="Errno">The store's error, or 0 if the store had no part in it.</param>
public readonly record struct BlockCompletion(
    BlockRequestKind Kind, BlockRequestStatus Status, ulong Sector, ulong SectorCount, int Errno);
