using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>How long a chunk may be, and how much of the DMA area chunks in flight share.</summary>
internal readonly struct CopyGeometry
{
    /// <summary>
    /// 512 KiB. Longer requests gain little on the host, which copies through its caches, and leave too few for
    /// reading and writing at the same time: 12 of these fit into the DMA area of 8 MiB of RAM.
    /// </summary>
    public const ulong DefaultChunkSectors = 1024;

    /// <summary>Divides the DMA area of <paramref name="ramBytes"/> of RAM.</summary>
    /// <param name="ramBytes">Size of guest RAM, beyond <see cref="MemoryMap.DmaBase"/> by a sector at least.</param>
    /// <param name="chunkSectors">The longest chunk asked for; 0 for the default.</param>
    /// <param name="maxSlots">The requests that both queues can hold; at least 1.</param>
    /// <param name="blockSectors">Chunks are made of whole blocks of this many sectors, of which one fits.</param>
    public CopyGeometry(ulong ramBytes, ulong chunkSectors, uint maxSlots, uint blockSectors)
    {
        ulong sectors = DmaSectors(ramBytes);
        ulong wanted = chunkSectors != 0 ? chunkSectors : DefaultChunkSectors;
        wanted = wanted < sectors ? wanted : sectors;
        ChunkSectors = wanted < blockSectors ? blockSectors : wanted - (wanted % blockSectors);
        ulong chunks = sectors / ChunkSectors;
        BufferSectors = ChunkSectors * (chunks < maxSlots ? chunks : maxSlots);
    }

    /// <summary>Sectors that fit into the DMA area of <paramref name="ramBytes"/> of RAM.</summary>
    public static ulong DmaSectors(ulong ramBytes) => (ramBytes - MemoryMap.DmaBase) >> BlockConfig.SectorShift;

    /// <summary>The block that both devices can do with: sizes are powers of two.</summary>
    public static uint BlockSectors<TPlatform>(
        in VirtioBlockDriver<TPlatform> input, in VirtioBlockDriver<TPlatform> output)
        where TPlatform : struct, IPlatform =>
        input.BlockSectors > output.BlockSectors ? input.BlockSectors : output.BlockSectors;

    /// <summary>Sectors in the longest chunk.</summary>
    public ulong ChunkSectors { get; }

    /// <summary>
    /// Sectors in all buffers together: whole chunks, and no more of them than requests, so that small ones stay in a
    /// cache.
    /// </summary>
    public ulong BufferSectors { get; }
}
