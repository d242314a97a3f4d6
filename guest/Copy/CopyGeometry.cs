using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;

namespace Airlock.Copy;

/// <summary>How the DMA area is divided: buffers of one chunk each, as many as fit and as can be outstanding.</summary>
internal readonly struct CopyGeometry
{
    /// <summary>
    /// 512 KiB. Longer requests gain little on the host, which copies through its caches, and leave too few slots for
    /// reading and writing at the same time: 12 of these fit into the DMA area of 8 MiB of RAM.
    /// </summary>
    public const ulong DefaultChunkSectors = 1024;

    /// <summary>Divides the DMA area of <paramref name="ramBytes"/> of RAM.</summary>
    /// <param name="ramBytes">Size of guest RAM, beyond <see cref="MemoryMap.DmaBase"/> by a sector at least.</param>
    /// <param name="chunkSectors">The longest chunk asked for; 0 for the default.</param>
    /// <param name="maxSlots">The requests that both queues can hold; at least 1.</param>
    public CopyGeometry(ulong ramBytes, ulong chunkSectors, uint maxSlots)
    {
        ulong sectors = (ramBytes - MemoryMap.DmaBase) >> BlockConfig.SectorShift;
        ulong wanted = chunkSectors != 0 ? chunkSectors : DefaultChunkSectors;
        ChunkSectors = wanted < sectors ? wanted : sectors;
        ulong slots = sectors / ChunkSectors;
        SlotCount = slots < maxSlots ? (uint)slots : maxSlots;
    }

    /// <summary>Sectors in the longest chunk, and so in each buffer.</summary>
    public ulong ChunkSectors { get; }

    /// <summary>The chunks that can be on their way at a time.</summary>
    public uint SlotCount { get; }

    /// <summary>
    /// Guest-physical address of the buffer of <paramref name="slot"/>, from the sector <paramref name="offset"/> on.
    /// </summary>
    public ulong Buffer(uint slot, ulong offset) =>
        MemoryMap.DmaBase + (((slot * ChunkSectors) + offset) << BlockConfig.SectorShift);
}
