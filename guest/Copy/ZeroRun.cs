using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;

namespace Airlock.Copy;

/// <summary>Finds blocks of zeroes in what has been read.</summary>
internal static unsafe class ZeroRun
{
    /// <summary>4 KiB, counted from the start of the disk: file systems keep no smaller holes.</summary>
    public const ulong SmallestBlock = 8;

    /// <summary>
    /// How far sectors from <paramref name="start"/> on are alike: the end of the run of blocks that are all zero, or of
    /// those that aren't. A block of which only a part has been read counts by that part.
    /// </summary>
    /// <param name="buffer">Guest-physical address of the data.</param>
    /// <param name="start">The sector that the buffer begins with.</param>
    /// <param name="end">The sector that the buffer ends before; after <paramref name="start"/>.</param>
    /// <param name="blockSectors">Sectors in a block, a power of two.</param>
    /// <param name="isZero">Whether the run is all zero.</param>
    public static ulong Find<TPlatform>(
        ulong buffer, ulong start, ulong end, ulong blockSectors, out bool isZero)
        where TPlatform : struct, IPlatform
    {
        // SAFETY: the engine's buffers lie in RAM, each for as many sectors as a chunk has.
        byte* data = TPlatform.Ram(buffer);
        ulong position = BlockEnd(start, end, blockSectors);
        isZero = IsZero(data, position - start);
        while (position < end)
        {
            ulong next = BlockEnd(position, end, blockSectors);
            if (IsZero(data + ((position - start) << BlockConfig.SectorShift), next - position) != isZero)
            {
                break;
            }

            position = next;
        }

        return position;
    }

    private static ulong BlockEnd(ulong sector, ulong end, ulong blockSectors)
    {
        ulong next = (sector | (blockSectors - 1)) + 1;
        return next < end ? next : end;
    }

    /// <summary>A cache line at a time, and data is mostly told by its first.</summary>
    private static bool IsZero(byte* data, ulong sectors)
    {
        // SAFETY: buffers are aligned to sectors, and sectors to 8 words.
        var word = (ulong*)data;
        for (ulong* end = word + (sectors * BlockConfig.SectorSize / sizeof(ulong)); word != end; word += 8)
        {
            ulong any = word[0] | word[1] | word[2] | word[3] | word[4] | word[5] | word[6] | word[7];
            if (any != 0)
            {
                return false;
            }
        }

        return true;
    }
}
