using Airlock.Abi.Virtio;

namespace Airlock.Image.Contents;

/// <summary>Lengths that all who go through a disk have in common.</summary>
internal static class ContentSizes
{
    /// <summary>512 KiB, as for a copy: longer ones leave too few for several requests at the same time.</summary>
    public const ulong LongestChunk = 512 << 10;

    /// <summary>The longest buffer that is needed, in bytes, for an image with blocks of that length.</summary>
    public static ulong LongestBuffer(uint blockLength) => blockLength > LongestChunk ? blockLength : LongestChunk;

    /// <summary>So many bytes in sectors, of which the last may be a part of one.</summary>
    public static ulong Sectors(ulong bytes) =>
        (bytes >> BlockConfig.SectorShift) + (bytes % BlockConfig.SectorSize == 0 ? 0UL : 1UL);
}
