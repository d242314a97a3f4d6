using System.Collections.Generic;
using System.Linq;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>A copy with everything that can vary about it.</summary>
public sealed record Scenario(
    int Sectors, ulong ChunkSectors, ulong Step, int DmaPages, uint QueueMax, int Seed, int[] BadReads, int[] BadWrites)
{
    /// <summary>Sectors in an extent of the input; every second one is a hole. 0 for none.</summary>
    public int ExtentSectors { get; init; }

    /// <summary>The most sectors that the output zeroes at a time.</summary>
    public uint MaxZeroSectors { get; init; } = 1;

    /// <summary>Whether the input can be asked for its holes, or just has zeroes there.</summary>
    public bool TellsHoles { get; init; }

    public SparseMode Sparse { get; init; }

    /// <summary>Sectors that hold data and can't be read: whether a hole can be is nobody's business.</summary>
    public HashSet<ulong> Unreadable => [.. BadReads.Select(sector => (ulong)sector).Where(sector => !IsHole(sector))];

    public HashSet<ulong> Unwritable => [.. BadWrites.Select(sector => (ulong)sector)];

    public bool IsHole(ulong sector) => ExtentSectors != 0 && sector / (ulong)ExtentSectors % 2 == 1;
}
