using Airlock.Protocol;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>The parts that several machines convert a disk by.</summary>
internal static class ConvertParts
{
    /// <summary>More machines than that take more memory and file descriptors than they are worth.</summary>
    public const int MaxMachines = 64;

    /// <summary>
    /// Parts begin at its multiples: those of any block that is compressed, so that each is decompressed once. A machine
    /// starts in a small part of the time that it takes to decompress that much.
    /// </summary>
    public const ulong Unit = 64UL << 20;

    /// <summary>So that a machine with little to do in its part takes another one.</summary>
    private const uint PartsPerMachine = 4;

    private const int MostByDefault = 8;

    /// <summary>How many machines there are unless the caller says so.</summary>
    public static int DefaultMachines(InfoResultMessage announced)
    {
        bool isCompressed = (announced.Flags & (uint)InfoFlag.Compressed) != 0;
        return isCompressed ? Math.Min(Environment.ProcessorCount, MostByDefault) : 1;
    }

    /// <summary>
    /// One part for one machine, or for a disk that an image may not come to, whatever a machine writes of it: the limit on
    /// that is one for all parts.
    /// </summary>
    /// <param name="size">Bytes of the disk.</param>
    /// <param name="mostData">Bytes of data that the image may come to.</param>
    /// <param name="machines">At least 1.</param>
    public static IReadOnlyList<DiskPart> Of(ulong size, ulong mostData, int machines)
    {
        if (machines == 1 || size <= Unit || size > mostData)
        {
            return [new DiskPart(0, size)];
        }

        ulong units = (size - 1) / Unit + 1, wanted = (ulong)machines * PartsPerMachine;
        ulong length = ((units - 1) / wanted + 1) * Unit;
        var parts = new List<DiskPart>();
        for (ulong start = 0; start < size; start = parts[^1].End)
        {
            parts.Add(new DiskPart(start, size - start > length ? start + length : size));
        }

        return parts;
    }
}
